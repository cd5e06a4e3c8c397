/** What the shipped table is compared with: copies of it that differ in their triggers alone. */
import type { Sql } from "../lib/db/pool.ts";

/** The names of tables that the measurements write to. */
export const SHIPPED = "public.meeting_notifications";
export const WITHOUT_TRIGGERS = "bench.without_triggers";
/** A row trigger sends the row as JSON with NOTIFY, on the channel `bench`. */
export const WITH_NOTIFY = "bench.with_notify";

/** Makes the copies: same columns, defaults, checks, indexes and foreign keys. */
export async function createCopies(sql: Sql): Promise<void> {
  await sql`create schema bench`;
  for (const name of [WITHOUT_TRIGGERS, WITH_NOTIFY]) {
    await sql`create table ${sql(name)} (like meeting_notifications including all)`;
    for (const column of ["user_id", "mentor_id"]) {
      await sql`alter table ${sql(name)} add foreign key (${
        sql(column)
      }) references users on delete cascade`;
    }
  }
  await sql.unsafe(`
    create function bench.send() returns trigger language plpgsql as $$
    begin
      perform pg_notify('bench', row_to_json(new)::text);
      return null;
    end $$`);
  await sql`create trigger send after insert on ${sql(WITH_NOTIFY)}
    for each row execute function bench.send()`;
}

/** One row for `recipient`, in one statement. */
export async function insertRow(
  sql: Sql,
  table: string,
  { user_id, mentor_id, title }: { user_id: number; mentor_id: number; title: string },
): Promise<void> {
  await sql`
    insert into ${sql(table)}
      (user_id, mentor_id, recipient_id, notification_type, title, message)
    values (
      ${user_id}, ${mentor_id}, ${user_id}, 'meeting_scheduled', ${title},
      'Your meeting has been scheduled for Tuesday, November 4, 2025, 02:00 PM.'
    )`;
}
