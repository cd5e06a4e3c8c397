import { agoText, type Clock, timeText } from "../../time/formats.ts";

type MomentProps = {
  /** ISO 8601 */
  at: string;
  clock: Clock;
  /** Milliseconds; makes the words relative to it. Undefined where server and browser must agree. */
  now?: number;
};

/** A time in words, exact for machines and on hover. */
export function RelativeTime({ at, clock, now }: MomentProps) {
  const exact = timeText(at, clock);
  const words = now === undefined ? exact : agoText(at, clock, now);
  return (
    <time dateTime={at} title={exact} lang={words === exact ? clock.locale : undefined}>
      {words}
    </time>
  );
}
