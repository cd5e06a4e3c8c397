/** The version of a row as it is shown. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/db/pool.ts";
import { databaseWithPeople } from "../helpers/database.ts";
import { insertNotification, insertRequest, insertSchedule } from "../helpers/factories.ts";

type Versions = Record<"notification" | "request" | "schedule", number>;

async function versionsFor(sql: Sql, viewerId: number): Promise<Versions> {
  const [versions] = await sql<Versions[]>`
    select
      (
        select (private.notification_json(n) ->> 'version')::bigint from meeting_notifications n
        where n.recipient_id = ${viewerId} and notification_type = 'message'
      ) as notification,
      (
        select (private.request_json(r, ${viewerId}) ->> 'version')::bigint from meeting_requests r
      ) as request,
      (select (private.schedule_json(s) ->> 'version')::bigint from schedules s) as schedule`;
  return versions;
}

Deno.test("a version grows when a row changes that is shown, and only then", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await insertRequest(sql, john, sarah);
  await insertSchedule(sql, john, sarah, "3 days");
  await insertNotification(sql, john, sarah, { notification_type: "message" });
  const grownBy = async (change: PromiseLike<unknown>) => {
    const before = await versionsFor(sql, john.id);
    await change;
    const after = await versionsFor(sql, john.id);
    const names = Object.keys(before) as (keyof Versions)[];
    assert.ok(names.every((name) => after[name] >= before[name]));
    return names.filter((name) => after[name] > before[name]);
  };
  const rename = (id: number) =>
    sql`update users set full_name = full_name || '!' where id = ${id}`;
  assert.deepEqual(await grownBy(sql`update meeting_notifications set is_read = true`), [
    "notification",
  ]);
  assert.deepEqual(await grownBy(sql`update meeting_requests set message = 'Hello'`), ["request"]);
  assert.deepEqual(await grownBy(sql`update schedules set title = 'Visit'`), ["schedule"]);
  assert.deepEqual(await grownBy(rename(sarah.id)), ["request", "schedule"]);
  assert.deepEqual(
    await grownBy(rename(john.id)),
    ["schedule"],
    "a request shows the other person",
  );
});

Deno.test("a version is the microseconds of the newest change, also of rows from the future", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await insertRequest(sql, john, sarah, { created_at: "2099-01-01T00:00:00.000001Z" });
  const microseconds = Date.parse("2099-01-01T00:00:00Z") * 1000 + 1;
  assert.equal((await versionsFor(sql, john.id)).request, microseconds);
  await sql`update meeting_requests set status = 'accepted'`;
  assert.equal((await versionsFor(sql, john.id)).request, microseconds + 1000);
});
