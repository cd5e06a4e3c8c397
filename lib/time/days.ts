/** Groups rows by day in a person's time zone. */
import { type Clock, dateText, dayText } from "./formats.ts";
import { dateIn } from "./wall_time.ts";

const DAY = 24 * 60 * 60 * 1000;

export type DayGroup<T> = {
  /** `2026-11-04` */
  date: string;
  /** `Today`, `Yesterday`, `Tuesday, November 4`; with the year if it is not this one. */
  title: string;
  rows: T[];
};

/** The days of `rows`, in their order; `now` in milliseconds. */
export function byDay<T extends { created_at: string }>(
  rows: T[],
  clock: Clock,
  now: number,
): DayGroup<T>[] {
  const days: DayGroup<T>[] = [];
  for (const row of rows) {
    const date = dateIn(clock.zone, Date.parse(row.created_at));
    const last = days.at(-1);
    if (last?.date === date) last.rows.push(row);
    else days.push({ date, title: titleOf(row.created_at, date, clock, now), rows: [row] });
  }
  return days;
}

function titleOf(iso: string, date: string, clock: Clock, now: number): string {
  const today = dateIn(clock.zone, now);
  if (date === today) return "Today";
  if (date === dayBefore(today)) return "Yesterday";
  return date.slice(0, 4) === today.slice(0, 4) ? dayText(iso, clock) : dateText(iso, clock);
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - DAY).toISOString().slice(0, 10);
}
