/** A notification of a type that its recipient silenced arrives as read, whoever writes it. */
import assert from "node:assert/strict";
import { CHOICE_TYPES, choiceType } from "../../lib/contract/choices.ts";
import { AUTOMATIC_NOTIFICATIONS } from "../../lib/contract/api/sql.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { startHub } from "../helpers/audience.ts";
import { insertSchedule, patient, researcher } from "../helpers/factories.ts";

async function scene(sql: Sql) {
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const silence = (userId: number, type: string) =>
    sql`
      insert into private.notification_choices (user_id, notification_type, inbox)
      values (${userId}, ${type}, false)`;
  const insert = async (type: string, recipient = john.id) => {
    const [row] = await sql`
      insert into meeting_notifications (
        user_id, mentor_id, recipient_id, notification_type, title, message
      ) values (${john.id}, ${sarah.id}, ${recipient}, ${type}, 'Title', 'Message')
      returning is_read, read_at`;
    assert.equal(row.read_at !== null, row.is_read);
    return row.is_read;
  };
  return { john, sarah, silence, insert };
}

Deno.test("silenced types arrive as read, for the person who silenced them", async () => {
  await using db = await testDatabase();
  const { john, sarah, silence, insert } = await scene(db.sql);
  assert.equal(await insert("meeting_reminder"), false);
  await silence(john.id, "meeting_reminder");
  assert.equal(await insert("meeting_reminder"), true);
  assert.equal(await insert("meeting_reminder", sarah.id), false);
  assert.equal(await insert("meeting_scheduled"), false);
  assert.equal(await insert("lab_result"), false);
  await silence(john.id, "other");
  assert.equal(await insert("lab_result"), true);
  assert.equal(await insert("message"), true);
  assert.equal(await insert("meeting_scheduled"), false);
  await db.sql`update private.notification_choices set inbox = true`;
  assert.equal(await insert("meeting_reminder"), false);
});

Deno.test("a silenced type arrives as read by triggers, functions and inserts of many rows", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { john, sarah, silence } = await scene(sql);
  await silence(sarah.id, "meeting_scheduled");
  const unread = async (userId: number) => {
    const [{ count }] = await sql`
      select count(*)::int from meeting_notifications
      where recipient_id = ${userId} and not is_read`;
    return count;
  };
  await insertSchedule(sql, john, sarah, "3 days");
  assert.deepEqual([await unread(john.id), await unread(sarah.id)], [1, 0]);

  await sql`
    select send_meeting_notification(
      user_id => ${john.id}, mentor_id => ${sarah.id}, recipient_id => ${sarah.id},
      notification_type => 'meeting_scheduled', title => 'T', message => 'M')`;
  await sql`
    insert into meeting_notifications (
      user_id, mentor_id, recipient_id, notification_type, title, message
    )
    select ${john.id}, ${sarah.id}, r, 'meeting_scheduled', 'T', 'M'
    from unnest(array[${john.id}::int, ${sarah.id}]) r, generate_series(1, 500)`;
  assert.deepEqual([await unread(john.id), await unread(sarah.id)], [501, 0]);
});

Deno.test("one that arrives as read can be marked unread again", async () => {
  await using db = await testDatabase();
  const { john, silence, insert } = await scene(db.sql);
  await silence(john.id, "other");
  await insert("message");
  await db.sql`update meeting_notifications set is_read = false`;
  const [row] = await db.sql`select is_read, read_at from meeting_notifications`;
  assert.deepEqual({ ...row }, { is_read: false, read_at: null });
});

Deno.test("who may write notifications needs no right to see choices", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { john, sarah, silence } = await scene(sql);
  await silence(john.id, "other");
  const role = `writer_${crypto.randomUUID().replaceAll("-", "")}`;
  await sql`create role ${sql(role)}`;
  try {
    await sql`grant insert on meeting_notifications to ${sql(role)}`;
    await sql.begin(async (tx) => {
      await tx`set local role ${tx(role)}`;
      await tx`
        insert into meeting_notifications (
          user_id, mentor_id, notification_type, title, message
        ) values (${john.id}, ${sarah.id}, 'message', 'T', 'M')`;
      await assert.rejects(
        tx.savepoint((sp) => sp`select from private.notification_choices`),
        { code: "42501" },
      );
    });
  } finally {
    await sql`drop owned by ${sql(role)}`;
    await sql`drop role ${sql(role)}`;
  }
});

Deno.test("the feed has a silenced notification once, as read", async () => {
  await using db = await testDatabase();
  const { sql, url } = db;
  const { john, silence, insert } = await scene(sql);
  await silence(john.id, "other");
  await using listener = await startHub(url, [john.id]);
  await insert("message");
  const change = await listener.audience.changes.until(
    "the notification",
    ({ topic }) => topic === "notification",
  );
  assert.equal(change.op, "insert");
  assert.equal((change.payload as { is_read: boolean }).is_read, true);
  assert.equal(change.unread_count, 0);
});

Deno.test("database and contract know the same types", async () => {
  await using db = await testDatabase();
  const types = [...CHOICE_TYPES, "message", "lab_result"];
  const rows = await db.sql<{ type: string; choice: string }[]>`
    select type, private.choice_type(type) as choice from unnest(${`{${types}}`}::text::text[]) type`;
  assert.deepEqual(rows.map(({ choice }) => choice), types.map(choiceType));
  assert.deepEqual(AUTOMATIC_NOTIFICATIONS.filter(([, type]) => choiceType(type) === "other"), []);
});
