/** What is stored can be shown, whoever wrote it. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertRequest, insertSchedule, patient, researcher } from "../helpers/factories.ts";

async function pair(sql: Sql) {
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const text = { notification_type: "x", title: "x", message: "x" };
  return { john, sarah, row: { user_id: john.id, mentor_id: sarah.id, ...text } };
}

Deno.test("times are finite, in years that ISO 8601 knows", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { john, sarah, row } = await pair(sql);
  await insertRequest(sql, john, sarah);
  await sql`insert into meeting_notifications ${sql(row)}`;
  await insertSchedule(sql, john, sarah, "3 days");
  const columns = {
    meeting_requests: ["created_at", "preferred_datetime"],
    meeting_notifications: ["created_at", "meeting_datetime"],
    schedules: ["created_at"],
  };
  for (const [table, names] of Object.entries(columns)) {
    for (const column of names) {
      for (const time of ["infinity", "-infinity", "20000-01-01Z", "4000-01-01Z BC"]) {
        const work = sql`update ${sql(table)} set ${sql(column)} = ${time}::text::timestamptz`;
        await assert.rejects(work, { code: "23514" }, `${table}.${column} ${time}`);
      }
      await sql`update ${sql(table)} set ${sql(column)} = '2031-01-01Z'`;
    }
  }
});

Deno.test("profiles have the lengths that pages have room for", async () => {
  await using db = await testDatabase();
  const { id } = await researcher(db.sql);
  const most = { full_name: 200, specialty: 200, institution: 200, bio: 2000 };
  for (const [column, length] of Object.entries(most)) {
    const set = (value: string) =>
      db.sql`update users set ${db.sql(column)} = ${value} where id = ${id}`;
    await set("x".repeat(length));
    await assert.rejects(set("x".repeat(length + 1)), { code: "23514" }, column);
  }
  await assert.rejects(db.sql`update users set full_name = ' '`, { code: "23514" });
});

Deno.test("links are http or https addresses in one line", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { john, sarah, row } = await pair(sql);
  await insertSchedule(sql, john, sarah, "3 days");
  for (const link of ["http://", "https:///x", "https://x/\r\nATTENDEE:x", "https:// x"]) {
    const refused = { code: "23514" };
    await assert.rejects(sql`update schedules set link = ${link}`, refused, link);
    const notification = sql`insert into meeting_notifications ${
      sql({ ...row, meeting_link: link })
    }`;
    await assert.rejects(notification, refused, link);
  }
  await sql`update schedules set link = 'https://meet.example.org/a b?c=d#e'`;
});

Deno.test("a notification stays with its side when another person takes that side", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { row, john } = await pair(sql);
  const [jane, kenji] = [await patient(sql), await researcher(sql)];
  const recipients = async () =>
    (await sql`select recipient_id from meeting_notifications order by id`)
      .map(({ recipient_id }) => recipient_id);
  await sql`insert into meeting_notifications ${sql(row)}`;
  await sql`insert into meeting_notifications ${sql({ ...row, recipient_id: row.mentor_id })}`;
  await sql`update meeting_notifications set user_id = ${jane.id}`;
  assert.deepEqual(await recipients(), [jane.id, row.mentor_id]);
  await sql`update meeting_notifications set mentor_id = ${kenji.id}`;
  assert.deepEqual(await recipients(), [jane.id, kenji.id]);
  await sql`update meeting_notifications set recipient_id = user_id`;
  assert.deepEqual(await recipients(), [jane.id, jane.id]);
  await assert.rejects(
    sql`update meeting_notifications set recipient_id = ${john.id}`,
    { constraint_name: "meeting_notifications_recipient" },
  );
});

Deno.test("send_meeting_notification() takes bigint ids, json and text", async () => {
  await using db = await testDatabase({ max: 1 });
  const { sql } = db;
  const { row: { user_id, mentor_id } } = await pair(sql);
  await sql`set search_path = ''`;
  const sent = [
    sql`json_build_object('duration', 60)`,
    sql`jsonb_build_object('duration', 60)`,
    sql`'{"duration": 60}'`,
    sql`'{"duration": 60}'::text`,
  ];
  for (const data of sent) {
    const [{ id }] = await sql`
      select public.send_meeting_notification(
        user_id => ${user_id}::bigint, mentor_id => ${mentor_id}, schedule_id => 5::bigint,
        notification_type => 'message', title => 'x', message => 'x',
        notification_data => ${data}
      ) as id`;
    const [row] = await sql`
      select schedule_id, notification_data from public.meeting_notifications where id = ${id}`;
    assert.deepEqual({ ...row }, { schedule_id: 5, notification_data: { duration: 60 } });
  }
});
