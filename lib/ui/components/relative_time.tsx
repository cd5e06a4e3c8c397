import { agoText, type Clock, timeText } from "../../time/formats.ts";

type MomentProps = {
  /** ISO 8601 */
  at: string;
  clock: Clock;
  /** Milliseconds. Without it the text is absolute, so that server and browser render the same. */
  now?: number;
};

/** A time in words. The exact time is in the attributes `datetime` and `title`. */
export function RelativeTime({ at, clock, now }: MomentProps) {
  const exact = timeText(at, clock);
  const words = now === undefined ? exact : agoText(at, clock, now);
  return (
    <time dateTime={at} title={exact} lang={words === exact ? clock.locale : undefined}>
      {words}
    </time>
  );
}
