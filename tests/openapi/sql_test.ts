/** The documentation of the SQL interface is right. */
import assert from "node:assert/strict";
import {
  AUTOMATIC_NOTIFICATIONS,
  SEND_MEETING_NOTIFICATION,
  TABLES,
} from "../../lib/contract/api/sql.ts";
import { databaseWithPeople, testDatabase } from "../helpers/database.ts";
import { insertRequest, insertSchedule, moveSchedule } from "../helpers/factories.ts";

Deno.test("the tables have these columns, of these types, and need no others", async () => {
  await using db = await testDatabase();
  for (const [table, { columns }] of Object.entries(TABLES)) {
    const rows = await db.sql<{ name: string; type: string; optional: boolean }[]>`
      select attname as name, format_type(atttypid, atttypmod) as type,
        not attnotnull or atthasdef or attidentity <> '' as optional
      from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
      order by attnum`;
    const there = rows.map(({ name, type, optional }) => {
      // Triggers fill these in.
      const filled = name === "recipient_id" || name === "end_datetime";
      return [name, short(type) + (optional || filled ? "?" : "")];
    });
    assert.deepEqual(columns, Object.fromEntries(there), table);
    assert.deepEqual(Object.keys(columns), there.map(([name]) => name), table);
  }
});

Deno.test("send_meeting_notification takes these arguments", async () => {
  await using db = await testDatabase();
  const [row] = await db.sql<{ args: string; preset: number; returns: string }[]>`
    select pg_get_function_identity_arguments(oid) as args, pronargdefaults as preset,
      prorettype::regtype::text as returns
    from pg_proc where proname = 'send_meeting_notification'`;
  const names = Object.entries(SEND_MEETING_NOTIFICATION);
  const documented = names.map(([name, type]) => `${name} ${type.replace("?", "")}`);
  assert.deepEqual(documented, row.args.split(", ").map(short));
  assert.equal(names.filter(([, type]) => type.endsWith("?")).length, row.preset);
  assert.equal(row.returns, "integer");
});

Deno.test("the automatic notifications that are documented are sent", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const ask = () => insertRequest(sql, john, sarah);
  const decide = async (status: string) => {
    const id = await ask();
    await sql`delete from meeting_notifications`;
    await sql`update meeting_requests set status = ${status} where id = ${id}`;
  };
  let id = 0;
  const causes: Record<string, () => Promise<unknown>> = {
    "a new request": ask,
    "a request accepted": () => decide("accepted"),
    "a request rejected": () => decide("rejected"),
    "a request withdrawn": () => decide("cancelled"),
    "a new schedule": async () => id = await insertSchedule(sql, john, sarah, "3 days"),
    "a schedule with another time": () => moveSchedule(sql, id, "20 minutes"),
    "24 hours and 30 minutes before a meeting": () => sql`select private.send_due_reminders()`,
    "a schedule cancelled": () => sql`update schedules set status = 'cancelled'`,
  };
  const seen: string[] = [];
  for (const [cause, bring] of Object.entries(causes)) {
    await sql`delete from meeting_notifications`;
    await bring();
    const rows = await sql<{ type: string; ids: number[] }[]>`
      select notification_type as type, array_agg(recipient_id) as ids
      from meeting_notifications group by notification_type`;
    for (const { type, ids } of rows) {
      const to = ids.length > 1 ? "both" : ids[0] === john.id ? "the patient" : "the researcher";
      seen.push([cause, type, to].join(", "));
    }
  }
  assert.deepEqual(seen.sort(), AUTOMATIC_NOTIFICATIONS.map((line) => line.join(", ")).sort());
});

function short(type: string): string {
  return type.replace("timestamp with time zone", "timestamptz")
    .replace("character varying", "varchar");
}
