/** Whole tables, to prove that nothing changed. */
import type { Sql } from "../../lib/db/pool.ts";

const names = [
  "users",
  "meeting_requests",
  "schedules",
  "meeting_notifications",
  "private.reminders",
  "private.changes",
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
