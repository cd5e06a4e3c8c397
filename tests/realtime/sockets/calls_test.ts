/** What clients may ask. */
import assert from "node:assert/strict";
import { notificationsList } from "../../../lib/contract/notifications.ts";
import { appWithPeople } from "../../helpers/app.ts";
import { connected } from "../../helpers/live_client.ts";
import { tokenOf } from "../../helpers/auth.ts";
import { patient } from "../../helpers/factories.ts";
import { notify, refused } from "./call_scene.ts";

Deno.test("calls", async (t) => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  const jane = await patient(sql);
  await using client = await connected(url, { token: await tokenOf(sql, john) });
  await using hers = await connected(url, { token: await tokenOf(sql, sarah) });
  const user_id = john.id;

  await t.step("join_meeting_room", async () => {
    const room = { room: `user:${user_id}`, user_id, user_type: "user" };
    const answer = await client.call("join_meeting_room", { user_id, user_type: "user" });
    assert.deepEqual(answer, { ok: true, ...room });
    assert.deepEqual((await client.until("joined_meeting_room")).payload, room);
    const joined = await hers.call("join_meeting_room", { user_id: sarah.id, user_type: "mentor" });
    assert.equal(joined.ok, true);
    await refused(client, "forbidden", "join_meeting_room", { user_id, user_type: "mentor" });
    await refused(client, "forbidden", "join_meeting_room", {
      user_id: sarah.id,
      user_type: "mentor",
    });
    await refused(client, "forbidden", "join_meeting_room", {
      user_id: jane.id,
      user_type: "user",
    });
  });

  await t.step("get_meeting_notifications", async () => {
    const ids = [];
    for (let i = 0; i < 3; i++) ids.unshift(await notify(sql, john, sarah));
    await notify(sql, john, sarah, sarah);
    await sql`update meeting_notifications set is_read = true where id = ${ids[1]}`;
    await client.until("notification_marked_read");
    const get = async (query: Record<string, unknown>) => {
      client.forget();
      const { ok, ...answer } = await client.call("get_meeting_notifications", {
        user_id,
        ...query,
      });
      assert.equal(ok, true);
      const { payload } = await client.until("meeting_notifications");
      assert.deepEqual(payload, answer);
      const { notifications, ...counts } = notificationsList.parse(payload);
      assert.deepEqual(counts, { unread_count: 2, total: query.unread_only ? 2 : 3 });
      return notifications.map(({ id }) => id);
    };
    assert.deepEqual(await get({}), ids);
    assert.deepEqual(await get({ limit: 1, offset: 1 }), [ids[1]]);
    assert.deepEqual(await get({ unread_only: true }), [ids[0], ids[2]]);
    await refused(client, "forbidden", "get_meeting_notifications", { user_id: sarah.id });
  });

  await t.step("unknown calls", async () => {
    await refused(client, "not_found", "join_meeting_rom", { user_id, user_type: "user" });
    await refused(client, "not_found", "", {});
  });

  await t.step("without an acknowledgement", async () => {
    client.forget();
    client.socket.emit("get_meeting_notifications", { user_id });
    await client.until("meeting_notifications");
    client.socket.emit("get_meeting_notifications", { user_id: sarah.id });
    await client.until("meeting_error", ({ code }) => code === "forbidden");
  });
});

Deno.test("mark_notification_read marks the caller's own notifications alone", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  await using client = await connected(url, { token: await tokenOf(sql, john) });
  const user_id = john.id;
  const id = await notify(sql, john, sarah);
  const other = await notify(sql, john, sarah, sarah);
  const mark = "mark_notification_read";
  await refused(client, "not_found", mark, { notification_id: other, user_id });
  await refused(client, "not_found", mark, { notification_id: 999_999, user_id });
  await refused(client, "forbidden", mark, { notification_id: other, user_id: sarah.id });
  await refused(client, "forbidden", mark, { notification_id: id, user_id: sarah.id });
  const [{ unread }] = await sql`
      select count(*)::int as unread from meeting_notifications where not is_read`;
  assert.equal(unread, 2, "none was marked");
  const answer = await client.call(mark, { notification_id: id, user_id });
  assert.equal(answer.ok && answer.is_read, true);
});

Deno.test("a notification marked as read shows on all connections of its person, once", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  const token = await tokenOf(sql, john);
  await using first = await connected(url, { token });
  await using second = await connected(url, { token });
  await using third = await connected(url, { token: await tokenOf(sql, john) });
  await using hers = await connected(url, { token: await tokenOf(sql, sarah) });
  const all = [first, second, third];
  const notification_id = await notify(sql, john, sarah);
  const user_id = john.id;
  for (const client of all) await client.until("new_meeting_notification");

  /** What each was sent between now and a marker. */
  const eventsOf = async (work: () => Promise<unknown>) => {
    for (const client of [...all, hers]) client.forget();
    await work();
    const marker = await notify(sql, john, sarah);
    const hersToo = await notify(sql, john, sarah, sarah);
    for (const client of all) {
      await client.until("new_meeting_notification", ({ id }) => id === marker);
    }
    await hers.until("new_meeting_notification", ({ id }) => id === hersToo);
    return [...all, hers].map((client) =>
      client.events.filter(({ event }) => event !== "new_meeting_notification")
    );
  };
  const mark = () => first.call("mark_notification_read", { notification_id, user_id });

  const events = await eventsOf(mark);
  assert.deepEqual(events.map((events) => events.map(({ event }) => event)), [
    ["notification_marked_read"],
    ["notification_marked_read"],
    ["notification_marked_read"],
    [],
  ]);
  const [{ payload, rest: [offset] }] = events[1];
  assert.deepEqual(
    [payload.notification_id, payload.user_id, payload.is_read],
    [notification_id, user_id, true],
  );
  assert.equal(typeof offset, "string");

  const again = await eventsOf(mark);
  assert.deepEqual(again.map((events) => events.map(({ event }) => event)), [
    ["notification_marked_read"],
    [],
    [],
    [],
  ]);
  assert.equal(again[0][0].payload.read_at, payload.read_at);
  assert.equal(typeof again[0][0].rest[0], "string");
});
