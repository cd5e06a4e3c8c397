/** What is stored can be shown, whoever wrote it. */
import assert from "node:assert/strict";
import { databaseWithPeople, testDatabase } from "../helpers/database.ts";
import {
  insertNotification,
  insertRequest,
  insertSchedule,
  patient,
  researcher,
} from "../helpers/factories.ts";

Deno.test("times are finite, in years that ISO 8601 knows", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await insertRequest(sql, john, sarah);
  await insertNotification(sql, john, sarah);
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

Deno.test("links are http or https addresses in one line that name no user", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await insertSchedule(sql, john, sarah, "3 days");
  await insertNotification(sql, john, sarah);
  const set = (table: string, column: string, link: string) =>
    sql`update ${sql(table)} set ${sql(column)} = ${link}`;
  const good = "https://meet.example.org/abc http://x HTTPS://X https://meet.example/@sarah " +
    "http://meet.example?u=a@b https://m#a@b";
  const bad = [
    "",
    "javascript:alert(1)",
    "meet.example.org",
    "ftp://x",
    "//x",
    "http://",
    "https:///x",
    " https://x",
    "https:// x",
    "x\nhttps://x",
    "https://x/\r\nATTENDEE:x",
    "https://bank.example@evil.example/",
    "https://user:word@evil.example",
    "HTTPS://bank.example\\@evil.example",
    "https://@evil.example/",
  ];
  for (
    const [table, column] of [["schedules", "link"], ["meeting_notifications", "meeting_link"]]
  ) {
    for (const link of [...good.split(" "), "https://meet.example.org/a b?c=d#e"]) {
      await set(table, column, link);
    }
    const constraint_name = `${table}_link`;
    for (const link of bad) {
      await assert.rejects(
        set(table, column, link),
        { constraint_name },
        link,
      );
    }
  }
});

Deno.test("a notification stays with its side when another person takes that side", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const [jane, kenji] = [await patient(sql), await researcher(sql)];
  const recipients = async () =>
    (await sql`select recipient_id from meeting_notifications order by id`)
      .map(({ recipient_id }) => recipient_id);
  await insertNotification(sql, john, sarah);
  await insertNotification(sql, john, sarah, { recipient_id: sarah.id });
  await sql`update meeting_notifications set user_id = ${jane.id}`;
  assert.deepEqual(await recipients(), [jane.id, sarah.id]);
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
  await using db = await databaseWithPeople({ max: 1 });
  const { sql, john, sarah } = db;
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
        user_id => ${john.id}::bigint, mentor_id => ${sarah.id}, schedule_id => 5::bigint,
        notification_type => 'message', title => 'x', message => 'x',
        notification_data => ${data}
      ) as id`;
    const [row] = await sql`
      select schedule_id, notification_data from public.meeting_notifications where id = ${id}`;
    assert.deepEqual({ ...row }, { schedule_id: 5, notification_data: { duration: 60 } });
  }
});
