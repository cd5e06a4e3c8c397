import assert from "node:assert/strict";
import { parse } from "../../lib/contract/parse.ts";
import {
  notification,
  notificationsList,
  notificationsQuery,
} from "../../lib/contract/notifications.ts";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import {
  listNotifications,
  listTypes,
  markAllRead,
  markRead,
  markUnread,
  sendMeetingNotification,
  unreadCount,
} from "../../lib/meetings/notifications.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertNotifications, patient, researcher, timeOf, times } from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { rejectsWith } from "../helpers/app_errors.ts";

const message = { notification_type: "news", title: "News", message: "Something new" };

async function list(sql: Sql, { id }: User, query: Record<string, string> = {}) {
  const found = await listNotifications(sql, id, parse(notificationsQuery, query));
  const { rows, next, ...counts } = found;
  return { ...notificationsList.parse({ notifications: rows, ...counts }), next };
}

Deno.test("a person's notifications", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const pair = { user_id: john.id, mentor_id: sarah.id };

  await t.step("are empty at first", async () => {
    assert.deepEqual(await list(sql, john), {
      notifications: [],
      unread_count: 0,
      total: 0,
      next: null,
    });
  });

  await t.step("are sent to the patient by default, with all their fields", async () => {
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
      actor: null,
      written_by_actor: false,
      created_at: mine.created_at,
      updated_at: null,
      version: mine.version,
    });
    await sendMeetingNotification(sql, { ...pair, ...message, recipient_id: sarah.id });
    assert.deepEqual([await unreadCount(sql, john.id), await unreadCount(sql, sarah.id)], [1, 1]);
  });

  await t.step("are refused where a constraint is violated", async () => {
    const before = await countRows(sql);
    const send = (fields: object) =>
      sendMeetingNotification(sql, { ...pair, ...message, ...fields });
    const stranger = await patient(sql);
    await rejectsWith("invalid_input", send({ recipient_id: stranger.id }));
    await rejectsWith("invalid_input", send({ notification_type: "No Such" }));
    await rejectsWith("invalid_input", send({ meeting_link: "javascript:alert(1)" }));
    await rejectsWith("invalid_input", send({ title: "x".repeat(256) }));
    await rejectsWith("invalid_input", send({ message: "a\0b" }));
    await rejectsWith("invalid_input", send({ notification_data: { text: "a\0b" } }));
    await rejectsWith("invalid_input", send({ meeting_datetime: "no date" }));
    await rejectsWith("not_found", send({ mentor_id: 2_000_000 }));
    assert.deepEqual(await countRows(sql), { ...before, users: before.users + 1 });
  });

  await t.step("are read once, by their recipient", async () => {
    const { notifications: [{ id }] } = await list(sql, john);
    await rejectsWith("not_found", markRead(sql, sarah.id, id));
    await rejectsWith("not_found", markRead(sql, john.id, id + 1000));
    assert.equal(await unreadCount(sql, john.id), 1);
    const read = notification.parse(await markRead(sql, john.id, id));
    assert.equal(read.is_read, true);
    assert.notEqual(read.read_at, null);
    assert.deepEqual(await markRead(sql, john.id, id), read);
    assert.deepEqual(await list(sql, john), {
      notifications: [read],
      unread_count: 0,
      total: 1,
      next: null,
    });
  });

  await t.step("are unread again, by their recipient alone", async () => {
    const { notifications: [{ id }] } = await list(sql, john);
    await rejectsWith("not_found", markUnread(sql, sarah.id, id));
    const unread = notification.parse(await markUnread(sql, john.id, id));
    assert.deepEqual([unread.is_read, unread.read_at], [false, null]);
    assert.deepEqual(await markUnread(sql, john.id, id), unread);
    assert.equal((await list(sql, john)).unread_count, 1);
    await markRead(sql, john.id, id);
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
  const row = (n: number) => ({
    title: `${n}`,
    is_read: n % 3 === 0,
    created_at: timeOf(`${Math.floor(n / 2) - 60} minutes`),
  });
  await insertNotifications(sql, john, sarah, times(60, row));
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

Deno.test("pages continue after a row, whatever is added and removed meanwhile", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const send = (from: number, to: number, at: string) => {
    const row = (n: number) => ({
      notification_type: n % 2 ? "lab_result" : "news",
      title: `${n}`,
      is_read: n % 3 === 0,
      created_at: `${at}T00:00:00.0000${String(Math.floor(n / 4)).padStart(2, "0")}Z`,
    });
    return insertNotifications(sql, john, sarah, times(to, row).slice(from - 1));
  };
  await send(1, 40, "2026-01-01");
  const walk = async (query: Record<string, string>, between: () => unknown = () => {}) => {
    const seen: number[] = [];
    for (let next: string | null = ""; next !== null;) {
      const page = await list(sql, john, { limit: "7", ...query, ...next && { before: next } });
      seen.push(...page.notifications.map(({ title }) => Number(title)));
      next = page.next;
      if (next) await between();
    }
    return seen;
  };
  const down = Array.from({ length: 40 }, (_, i) => 40 - i);
  assert.deepEqual(await walk({}), down);
  assert.deepEqual(await walk({ unread_only: "true" }), down.filter((n) => n % 3 > 0));
  assert.deepEqual(await walk({ type: "lab_result" }), down.filter((n) => n % 2 > 0));
  let next = 41;
  const busy = async () => {
    await send(next, next, "2026-01-02");
    await sql`update meeting_notifications set is_read = true where title = ${`${next++}`}`;
  };
  assert.deepEqual(await walk({}, busy), down);

  const [news, labs] = [
    await list(sql, john, { type: "news" }),
    await list(sql, john, { offset: "1" }),
  ];
  assert.deepEqual([news.total, news.unread_count, labs.total], [22, 27, 45]);
  assert.equal((await list(sql, john, { type: "nothing" })).total, 0);
  assert.deepEqual(await listTypes(sql, john.id), ["lab_result", "news"]);
  assert.deepEqual(await listTypes(sql, sarah.id), []);
});

Deno.test("a page continues after a row that was removed, among one's own rows alone", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const pair = { user_id: john.id, mentor_id: sarah.id };
  for (const title of ["1", "2", "3"]) {
    await sendMeetingNotification(sql, { ...pair, ...message, title });
  }
  const { next } = await list(sql, john, { limit: "2" });
  await sql`delete from meeting_notifications where title = '2'`;
  const titles = async (user: User) =>
    (await list(sql, user, { before: next! })).notifications.map(({ title }) => title);
  assert.deepEqual([await titles(john), await titles(sarah)], [["1"], []]);
});
