/** Whole tables, to prove that nothing changed. */
import type { Sql } from "../../lib/db/pool.ts";

const names = [
  "users",
  "meeting_requests",
  "schedules",
  "meeting_notifications",
  "private.reminders",
  "private.changes",
  "private.blocks",
  "private.credentials",
  "private.calendar_feeds",
  "private.notification_choices",
  "private.authenticators",
  "private.passkeys",
  "private.recovery_codes",
  "private.reset_links",
  "private.reviews",
];

/** Every row of the tables that hold people's things, as text. */
export async function readTables(sql: Sql): Promise<Record<string, string[]>> {
  const tables = await Promise.all(names.map(async (name) => {
    const rows = await sql<{ row: string }[]>`
      select t::text as row from ${sql(name)} t order by t::text`;
    return [name, rows.map(({ row }) => row)] as const;
  }));
  return Object.fromEntries(tables);
}

/** How many rows the tables have that a call may write. */
export async function countRows(sql: Sql): Promise<Record<string, number>> {
  const [counts] = await sql<Record<string, number>[]>`
    select
      (select count(*)::int from users) as users,
      (select count(*)::int from private.sessions) as sessions,
      (select count(*)::int from meeting_requests) as requests,
      (select count(*)::int from schedules) as schedules,
      (select count(*)::int from meeting_notifications) as notifications,
      (select count(*)::int from private.changes) as changes`;
  return counts;
}
