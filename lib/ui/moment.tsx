import { agoText, timeText } from "./time.ts";

interface MomentProps {
  /** ISO 8601 */
  at: string;
  /** The reader's IANA zone. */
  zone: string;
  /** Milliseconds; makes the words relative to it. Undefined where server and browser must agree. */
  now?: number;
}

/** A time in words, exact for machines and on hover. */
export function Moment({ at, zone, now }: MomentProps) {
  const exact = timeText(at, zone);
  return (
    <time dateTime={at} title={exact}>
      {now === undefined ? exact : agoText(at, zone, now)}
    </time>
  );
}
