/** Requests for browser tests, and what came of them. */
import type { Locator, Page, Route } from "playwright-core";
import type { Sql } from "../../../lib/db/pool.ts";
import { dateIn, instantOf } from "../../../lib/time/wall_time.ts";
import { insertRequest, insertSchedule, patient } from "../factories.ts";
import { JOHN, SARAH } from "./stage.ts";

const DAY = 24 * 60 * 60 * 1000;
/** The researcher's, in which her pages show times. */
export const ZONE = "America/New_York";
/** Dates there. */
export const TOMORROW = dateIn(ZONE, Date.now() + DAY);
export const LATER = dateIn(ZONE, Date.now() + 2 * DAY);

/** The instant at which clocks in New York show that date and time (`2026-11-05 14:00`). */
export function inNewYork(at: string): string {
  const [date, time] = at.split(" ");
  return instantOf(date, time, ZONE)!;
}

/** A request of John's to Sarah, for `at` (`2026-11-05 14:00`, New York time); its id. */
export function ask(sql: Sql, message: string, at: string | null = null): Promise<number> {
  return insertRequest(sql, JOHN, SARAH, { message, preferred_datetime: at && inNewYork(at) });
}

/** A meeting of Sarah's with a new patient of that name, in New York time; its id. */
export async function meet(sql: Sql, full_name: string, at: string): Promise<number> {
  return await insertSchedule(sql, await patient(sql, { full_name }), SARAH, inNewYork(at));
}

/** The meeting that a request led to, in New York time. */
export async function meetingOf(sql: Sql, id: number) {
  const [row] = await sql`
    select to_char(start_datetime at time zone ${ZONE}, 'YYYY-MM-DD HH24:MI') as at,
      private.minutes(start_datetime, end_datetime)::int as minutes, link
    from meeting_requests r join schedules s on s.id = r.schedule_id where r.id = ${id}`;
  return row && { ...row };
}

/** Its status, and the reason that was given. */
export async function statusOf(sql: Sql, id: number): Promise<string> {
  const [{ status, reason }] = await sql`
    select status, decision_reason as reason from meeting_requests where id = ${id}`;
  return reason ? `${status}: ${reason}` : status;
}

/** The button of exactly that name. */
export function button(scope: Page | Locator, name: string): Locator {
  return scope.getByRole("button", { name, exact: true });
}

/** Waits until so many are pending. */
export function heading(page: Page, count: number): Promise<void> {
  const name = `Pending Meeting Requests (${count})`;
  return page.getByRole("heading", { name, exact: true }).waitFor();
}

/** The card of the request with this message, in the section of that heading. */
export function inSection(page: Page, heading: string, message: string): Locator {
  return page.getByRole("region", { name: heading }).locator("li.request-card", {
    hasText: message,
  });
}

/** Where decisions go. */
export const DECISIONS = "**/api/meetings/*/status";

/** Keeps decisions from the server until the returned function lets them go. */
export async function holdDecisions(page: Page): Promise<() => Promise<void>> {
  const { promise, resolve } = Promise.withResolvers<Route>();
  await page.route(DECISIONS, (route) => resolve(route), { times: 1 });
  return async () => await (await promise).continue();
}
