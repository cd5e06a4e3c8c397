/** When a meeting begins and ends. */
import { wrong } from "../contract/parse.ts";
import { LAST_INSTANT } from "../contract/fields.ts";
import { duration, type RescheduleInput } from "../contract/meetings.ts";

/** ISO 8601, in UTC. */
export type Times = { start: string; end: string };

const MINUTE_MS = 60_000;

/**
 * A meeting's times from its start and its end or duration, or else `defaultMinutes`. Throws
 * `invalid_input` where end and duration contradict each other, or the end is too soon or too late.
 */
export function timesOf(input: RescheduleInput, defaultMinutes: number): Times {
  const start = Date.parse(input.start_datetime);
  const end = input.end_datetime
    ? requireEnd(input, start, Date.parse(input.end_datetime))
    : start +
      (input.duration_minutes ?? defaultMinutes) * MINUTE_MS;
  if (end > LAST_INSTANT) throw wrong("start_datetime", "must be an existing date");
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}

function requireEnd({ duration_minutes }: RescheduleInput, start: number, end: number): number {
  const minutes = (end - start) / MINUTE_MS;
  if (minutes <= 0) throw wrong("end_datetime", "must be after start_datetime");
  if (minutes < duration.minValue! || minutes > duration.maxValue!) {
    const { minValue, maxValue } = duration;
    throw wrong("end_datetime", `must be ${minValue} to ${maxValue} minutes after start_datetime`);
  }
  if ((duration_minutes ?? minutes) === minutes) return end;
  throw wrong("duration_minutes", "must agree with end_datetime; give one of the two");
}
