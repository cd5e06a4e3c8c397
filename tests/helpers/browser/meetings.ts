/** Meetings of the demo accounts for browser tests, written as another system would. */
import type { Page } from "playwright-core";
import type { Sql } from "../../../lib/db/pool.ts";
import { insertSchedule } from "../factories.ts";
import { JOHN, live, SARAH, type Stage } from "./stage.ts";
import { focused } from "./page.ts";

/** Where the meetings are joined. */
export const LINK = "https://meet.example.org/room";

type Fields = { with?: { id: number }; is_trial?: boolean; status?: string; title?: string };

/** Makes a meeting of John's, with Sarah unless another is named; its id. */
export function insertMeeting(
  sql: Sql,
  start: string,
  minutes = 60,
  { with: researcher = SARAH, ...fields }: Fields = {},
): Promise<number> {
  return insertSchedule(sql, JOHN, researcher, start, { minutes, link: LINK, ...fields });
}

/** What is stored of a meeting; its `start` as clocks in New York show it. */
export async function rowOf({ sql }: Stage, id: number) {
  const [row] = await sql`
    select to_char(start_datetime at time zone 'America/New_York', 'YYYY-MM-DD HH24:MI') as start,
      private.minutes(start_datetime, end_datetime)::int as minutes, link, status, cancel_reason,
      is_trial, title
    from schedules where id = ${id}`;
  return row;
}

/** The id of whoever has that e-mail address. */
export async function idOf(sql: Sql, email: string): Promise<number> {
  const [{ id }] = await sql`select id from users where email = ${email}`;
  return id;
}

/** Opens a page, and waits until it is connected and current. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await live(page);
}

/** Waits until the element of that id has the focus. */
export async function assertFocused(page: Page, id: string): Promise<void> {
  await focused(page.locator(`#${id}`));
}
