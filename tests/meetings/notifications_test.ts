import assert from "node:assert/strict";
import { parse } from "../../lib/contract/fields.ts";
import {
  notification,
  notificationsPage,
  notificationsQuery,
} from "../../lib/contract/notifications.ts";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import {
  listNotifications,
  markAllRead,
  markRead,
  sendMeetingNotification,
  unreadCount,
} from "../../lib/meetings/notifications.ts";
import { testDatabase } from "../helpers/database.ts";
import { countRows, patient, researcher } from "../helpers/people.ts";
import { refusal } from "../helpers/refusals.ts";

const message = { notification_type: "news", title: "News", message: "Something new" };

async function list(sql: Sql, { id }: User, query: Record<string, string> = {}) {
  return notificationsPage.parse(
    await listNotifications(sql, id, parse(notificationsQuery, query)),
  );
}

Deno.test("a person's notifications", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const pair = { user_id: john.id, mentor_id: sarah.id };

  await t.step("are empty at first", async () => {
    assert.deepEqual(await list(sql, john), { notifications: [], unread_count: 0, total: 0 });
  });

  await t.step("are sent to the patient unless said, with all that they carry", async () => {
    const data = { duration: 60, "größe": ["x", null, { deep: true }] };
    const id = await sendMeetingNotification(sql, {
      ...pair,
      ...message,
      schedule_id: 456,
      meeting_datetime: new Date("2026-01-15T10:00:00Z"),
      meeting_link: "https://meet.example.org/abc",
      notification_data: data,
    });
    const { notifications: [mine], unread_count } = await list(sql, john);
    assert.equal(unread_count, 1);
    assert.deepEqual(mine, {
      ...pair,
      ...message,
      id,
      recipient_id: john.id,
      schedule_id: 456,
      meeting_datetime: "2026-01-15T10:00:00.000Z",
      meeting_link: "https://meet.example.org/abc",
      notification_data: data,
      is_read: false,
      read_at: null,
      created_at: mine.created_at,
    });
    await sendMeetingNotification(sql, { ...pair, ...message, recipient_id: sarah.id });
    assert.deepEqual([await unreadCount(sql, john.id), await unreadCount(sql, sarah.id)], [1, 1]);
  });

  await t.step("are refused where a rule says so", async () => {
    const before = await countRows(sql);
    const send = (fields: object) =>
      sendMeetingNotification(sql, { ...pair, ...message, ...fields });
    const stranger = await patient(sql);
    await refusal("invalid_input", send({ recipient_id: stranger.id }));
    await refusal("invalid_input", send({ notification_type: "No Such" }));
    await refusal("invalid_input", send({ meeting_link: "javascript:alert(1)" }));
    await refusal("invalid_input", send({ title: "x".repeat(256) }));
    await refusal("invalid_input", send({ message: "a\0b" }));
    await refusal("invalid_input", send({ notification_data: { text: "a\0b" } }));
    await refusal("invalid_input", send({ meeting_datetime: "no date" }));
    await refusal("not_found", send({ mentor_id: 2_000_000 }));
    assert.deepEqual(await countRows(sql), { ...before, users: before.users + 1 });
  });

  await t.step("are read once, by their recipient", async () => {
    const { notifications: [{ id }] } = await list(sql, john);
    await refusal("not_found", markRead(sql, sarah.id, id));
    await refusal("not_found", markRead(sql, john.id, id + 1000));
    assert.equal(await unreadCount(sql, john.id), 1);
    const read = notification.parse(await markRead(sql, john.id, id));
    assert.equal(read.is_read, true);
    assert.notEqual(read.read_at, null);
    assert.deepEqual(await markRead(sql, john.id, id), read);
    assert.deepEqual(await list(sql, john), { notifications: [read], unread_count: 0, total: 1 });
  });

  await t.step("read twice at once give one answer", async () => {
    const id = await sendMeetingNotification(sql, { ...pair, ...message });
    const [first, ...others] = await Promise.all(
      Array.from({ length: 8 }, () => markRead(sql, john.id, id)),
    );
    assert.equal(first.is_read, true);
    for (const other of others) assert.deepEqual(other, first);
  });
});

Deno.test("notifications in pages, and all read at once", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  await sql`
    insert into meeting_notifications
      (user_id, mentor_id, notification_type, title, message, is_read, created_at)
    select ${john.id}, ${sarah.id}, 'news', n::text, '', n % 3 = 0,
      timestamptz '2026-01-01Z' + n / 2 * interval '1 minute'
    from generate_series(1, 60) n`;
  const titles = async (query: Record<string, string>) => {
    const page = await list(sql, john, query);
    assert.equal(page.unread_count, 40);
    assert.equal(page.total, query.unread_only === "true" ? 40 : 60);
    return page.notifications.map(({ title }) => Number(title));
  };
  assert.deepEqual(await titles({}), Array.from({ length: 50 }, (_, i) => 60 - i));
  assert.deepEqual(await titles({ limit: "3", offset: "57" }), [3, 2, 1]);
  assert.deepEqual(await titles({ limit: "3", unread_only: "true" }), [59, 58, 56]);
  assert.deepEqual(await titles({ offset: "1000" }), []);
  assert.equal(await markAllRead(sql, sarah.id), 0);
  assert.equal(await markAllRead(sql, john.id), 40);
  assert.equal(await markAllRead(sql, john.id), 0);
  assert.equal(await unreadCount(sql, john.id), 0);
});
