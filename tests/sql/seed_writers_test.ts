/** What other systems write: the statements that the tables are known by. */
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Sql } from "../../lib/db/pool.ts";
import { databaseWithPeople } from "../helpers/database.ts";

const notificationColumns = "user_id, mentor_id, schedule_id, notification_type, title, message, " +
  "meeting_datetime, meeting_link, is_read, created_at, read_at, notification_data";

async function count(sql: Sql, table: string): Promise<number> {
  const [{ count }] = await sql<{ count: number }[]>`select count(*)::int from ${sql(table)}`;
  return count;
}

Deno.test("a request by position, with all seven columns", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await sql`
    insert into meeting_requests values (
      1, ${john.id}, ${sarah.id}, ${"Hi, I would like to discuss...\n\nMeeting Type: Video Call"},
      'pending', '2025-11-02 11:30:00+00', null
    )`;
  const [row] = await sql`select * from meeting_requests`;
  assert.deepEqual({ ...row }, {
    id: 1,
    requester_id: john.id,
    expert_id: sarah.id,
    message: "Hi, I would like to discuss...\n\nMeeting Type: Video Call",
    status: "pending",
    created_at: new Date("2025-11-02T11:30:00Z"),
    updated_at: null,
    preferred_datetime: null,
    meeting_type: null,
    decision_reason: null,
    schedule_id: null,
  });
});

Deno.test("a request without status and times, or with nulls there", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await sql`
    insert into meeting_requests (requester_id, expert_id, message)
    values (${john.id}, ${sarah.id}, 'first')`;
  await sql`
    insert into meeting_requests (requester_id, expert_id, message, status, created_at)
    values (${john.id}, ${sarah.id}, 'second', null, null)`;
  const rows = await sql`
    select message, status, now() - created_at < interval '1 minute' as fresh, updated_at
    from meeting_requests order by id`;
  assert.deepEqual(rows.map((row) => ({ ...row })), [
    { message: "first", status: "pending", fresh: true, updated_at: null },
    { message: "second", status: "pending", fresh: true, updated_at: null },
  ]);
});

Deno.test("a notification with the columns that other systems know", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await sql`
    insert into meeting_notifications (${sql.unsafe(notificationColumns)}) values (
      ${john.id}, ${sarah.id}, 456, 'meeting_scheduled', 'Meeting Scheduled', 'Your meeting …',
      '2024-01-15T10:00:00Z', 'https://meet.example.org/abc', false, '2024-01-10T09:00:00Z', null,
      ${'{"mentor_name": "John Doe", "duration": 60}'}::text::json
    )`;
  await sql`
    insert into meeting_notifications values (
      default, ${john.id}, ${sarah.id}, null, 'message', 'By position', 'x', null, null, null, null, null,
      null
    )`;
  const [known, bare] = await sql`select * from meeting_notifications order by id`;
  assert.equal(known.recipient_id, john.id);
  assert.equal(known.schedule_id, 456);
  assert.deepEqual(known.notification_data, { mentor_name: "John Doe", duration: 60 });
  assert.deepEqual(known.created_at, new Date("2024-01-10T09:00:00Z"));
  assert.deepEqual([bare.recipient_id, bare.is_read, bare.read_at], [john.id, false, null]);
  assert.ok(bare.created_at instanceof Date);
});

Deno.test("a schedule with nulls where a value is given otherwise", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await sql`
    insert into schedules (
      user_id, mentor_id, start_datetime, end_datetime, link, is_trial, status, created_at,
      updated_at
    ) values
      (${john.id}, ${sarah.id}, '2030-01-01T10:00Z', null, null, null, null, null, null),
      (${john.id}, ${sarah.id}, '2030-01-02T10:00Z', null, null, true, null, null, null)`;
  const rows = await sql`
    select (end_datetime - start_datetime)::text as lasts, is_trial, status, updated_at
    from schedules order by id`;
  assert.deepEqual(rows.map((row) => ({ ...row })), [
    { lasts: "01:00:00", is_trial: false, status: "scheduled", updated_at: null },
    { lasts: "00:30:00", is_trial: true, status: "scheduled", updated_at: null },
  ]);
});

Deno.test("COPY, with and without ids", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const requests = Array.from(
    { length: 1000 },
    (_, i) => `${john.id}\t${sarah.id}\tcopied ${i}\t2025-11-02 11:30:00+00\t\\N\n`,
  );
  await pipeline(
    Readable.from(requests),
    await sql`
      copy meeting_requests (requester_id, expert_id, message, created_at, updated_at) from stdin`
      .writable(),
  );
  const notifications = Array.from(
    { length: 1000 },
    (_, i) => `${i + 5000}\t${john.id}\t${sarah.id}\tmessage\tcopied ${i}\tx\n`,
  );
  await pipeline(
    Readable.from(notifications),
    await sql`
      copy meeting_notifications (id, user_id, mentor_id, notification_type, title, message)
      from stdin`.writable(),
  );
  assert.equal(await count(sql, "meeting_requests"), 1000);
  assert.equal(await count(sql, "meeting_notifications"), 2000, "with one for each request");
  await sql`
    insert into meeting_notifications (user_id, mentor_id, notification_type, title, message)
    values (${john.id}, ${sarah.id}, 'message', 'after COPY', 'x')`;
});

Deno.test("20,000 rows in one statement are recorded one by one", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await sql`
    insert into meeting_requests (requester_id, expert_id, message)
    select ${john.id}::int, ${sarah.id}::int, 'bulk ' || i from generate_series(1, 20000) i`;
  const rows = await sql`
    select topic, op, recipient_id, count(*)::int, count(distinct row_id)::int as rows
    from private.changes group by 1, 2, 3 order by 1, 3`;
  assert.deepEqual(rows.map((row) => ({ ...row })), [
    { topic: "notification", op: "insert", recipient_id: sarah.id, count: 20000, rows: 20000 },
    { topic: "request", op: "insert", recipient_id: john.id, count: 20000, rows: 20000 },
    { topic: "request", op: "insert", recipient_id: sarah.id, count: 20000, rows: 20000 },
  ]);
});

Deno.test("ids that a writer chose never collide with default ids", async (t) => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const parties = { user_id: john.id, mentor_id: sarah.id };
  const rows: Record<string, () => Record<string, unknown>> = {
    users: () => ({ email: `${crypto.randomUUID()}@example.org`, full_name: "N", role: "patient" }),
    meeting_requests: () => ({ requester_id: john.id, expert_id: sarah.id, message: "x" }),
    schedules: () => ({ ...parties, status: "completed", start_datetime: "2030-01-01T10:00Z" }),
    meeting_notifications: () => ({ ...parties, notification_type: "x", title: "x", message: "x" }),
  };
  for (const [table, row] of Object.entries(rows)) {
    await t.step(table, async () => {
      const chosen = [20, 30, 900, 50_000, 70];
      const before = await count(sql, table);
      for (const id of chosen) {
        await sql`insert into ${sql(table)} ${sql({ ...row(), id })}`;
        await sql`insert into ${sql(table)} ${sql(row())}`;
      }
      const added = await count(sql, table) - before;
      assert.equal(added, 2 * chosen.length);
      const [{ highest }] = await sql`select max(id) as highest from ${sql(table)}`;
      assert.ok(highest > 50_000 && highest < 50_100, `${highest}`);
    });
  }
});

Deno.test("the highest possible id leaves the others usable", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const row = {
    user_id: john.id,
    mentor_id: sarah.id,
    notification_type: "x",
    title: "x",
    message: "x",
  };
  await sql`insert into meeting_notifications ${sql({ ...row, id: 2_147_483_647 })}`;
  const [{ id }] = await sql`insert into meeting_notifications ${sql(row)} returning id`;
  assert.equal(id, 1);
});

Deno.test("send_meeting_notification() by named arguments", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const [{ id }] = await sql`
    select send_meeting_notification(
      user_id => ${john.id}, mentor_id => ${sarah.id}, notification_type => 'meeting_scheduled',
      title => 'Meeting Scheduled', message => 'Your meeting has been scheduled...',
      schedule_id => 789, meeting_datetime => '2026-01-15T10:00:00Z',
      meeting_link => 'https://meet.example.org/abc',
      notification_data => '{"duration": 60}', recipient_id => ${sarah.id}
    ) as id`;
  const [{ id: short }] = await sql`
    select send_meeting_notification(
      title => 'Short', message => 'x', notification_type => 'message',
      mentor_id => ${sarah.id}, user_id => ${john.id}
    ) as id`;
  const rows = await sql`
    select id, recipient_id, title, schedule_id, notification_data from meeting_notifications
    order by id`;
  assert.deepEqual(rows.map((row) => ({ ...row })), [
    {
      id,
      recipient_id: sarah.id,
      title: "Meeting Scheduled",
      schedule_id: 789,
      notification_data: { duration: 60 },
    },
    {
      id: short,
      recipient_id: john.id,
      title: "Short",
      schedule_id: null,
      notification_data: null,
    },
  ]);
});
