/** The time until a meeting, in words. */
import type { Clock } from "./formats.ts";
import { dateIn } from "./wall_time.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** How long before its start (milliseconds) a meeting can be joined. */
export const SOON = 10 * MINUTE;

export type Span = {
  /** ISO 8601 */
  start_datetime: string;
  end_datetime: string;
};

/**
 * `in 4 days`, `tomorrow`, `in 5 h 12 min`, `in 42 min`, `in 9 min 41 s` for the last ten minutes, then
 * `now` while it lasts and `over`; at `now` (milliseconds). Days are those of the clock's calendar.
 */
export function countdownText({ start_datetime, end_datetime }: Span, clock: Clock, now: number) {
  const left = Date.parse(start_datetime) - now;
  if (Date.parse(end_datetime) <= now) return "over";
  if (left <= 0) return "now";
  if (left <= SOON) return `in ${minutesAndSeconds(left)}`;
  if (left <= DAY) return `in ${hoursAndMinutes(left)}`;
  const days = daysBetween(now, now + left, clock.zone);
  return days === 1 ? "tomorrow" : `in ${days} days`;
}

/** Whether a meeting begins within ten minutes or is in progress at `now` (milliseconds). */
export function isSoon({ start_datetime, end_datetime }: Span, now: number): boolean {
  return Date.parse(start_datetime) - now <= SOON && now < Date.parse(end_datetime);
}

function minutesAndSeconds(left: number): string {
  const seconds = Math.ceil(left / SECOND);
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

function hoursAndMinutes(left: number): string {
  const minutes = Math.ceil(left / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}

function daysBetween(from: number, to: number, zone: string): number {
  const [first, last] = [from, to].map((at) => Date.parse(dateIn(zone, at)));
  return Math.round((last - first) / DAY);
}
