/** The time and duration of a meeting, in all forms about meetings. */
import { instantOf } from "../time/wall_time.ts";
import type { FormValues } from "./form_state.ts";

/** The durations (minutes) to choose from. */
export const DURATIONS = [15, 30, 45, 60, 90, 120, 180, 240];

/** The duration of a meeting unless another is chosen, in minutes. */
export const USUAL_DURATION = 60;

/** The duration of a trial meeting, in minutes. */
const TRIAL_DURATION = 30;

/** The chosen duration in minutes; the usual one if `values` have none. */
export function minutesOf({ kind, duration_minutes }: FormValues): number {
  return kind === "trial" ? TRIAL_DURATION : Number(duration_minutes) || USUAL_DURATION;
}

/** The instant (ISO 8601) of `date` and `time` on clocks in `zone`; null if there is none. */
export function startOf({ date, time }: FormValues, zone: string): string | null {
  return date && time ? instantOf(date, time, zone) : null;
}

/** The errors of a complete date and time, and of the instant `start` that they name. */
export function startErrors(
  { date, time }: FormValues,
  start: string | null,
  now: number,
): FormValues {
  if (date && time && !start) {
    return { time: "This time does not exist on that day: clocks go forward. Choose another." };
  }
  if (start && Date.parse(start) <= now) {
    return { date: "This time has passed. Choose a later one." };
  }
  return {};
}
