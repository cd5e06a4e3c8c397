/** The next meetings of whoever is signed in, as far ahead as they are known without a gap. */
import { signal } from "@preact/signals";
import type { Schedule } from "../../contract/meetings.ts";
import { fetchSchedules, type Watch, watchAs } from "./schedules.ts";

/** How many the page comes with, and how many are loaded at once. */
const LOADED = 20;

/** The last of those that were loaded; null where the server has no later ones. */
const end = signal<Schedule | null>(null);

const next: Watch = {
  span: () => ({ from: new Date().toISOString(), status: "scheduled", limit: LOADED }),
  taken: (rows) => end.value = rows.length < LOADED ? null : rows[LOADED - 1],
};

/** Where the gap begins: after this one, if there is any. */
export const upcomingEnd: typeof end = end;

/** Takes the soonest twenty, or all there are, that the page came with. */
export function seedUpcoming(first: Schedule[]): void {
  next.taken!(first);
  watchAs("next", next);
}

/** Loads the soonest twenty from now on. Rejects with a CallError. */
export function loadUpcoming(): Promise<void> {
  return fetchSchedules(next);
}

/** Sorts meetings as they come. */
export function soonestFirst(a: Schedule, b: Schedule): number {
  return Date.parse(a.start_datetime) - Date.parse(b.start_datetime) || a.id - b.id;
}
