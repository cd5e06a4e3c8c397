/** Invalid calls are refused with the name of the field, and disturb no other client. */
import assert from "node:assert/strict";
import type { User } from "../../../lib/contract/users.ts";
import { appWithPeople } from "../../helpers/app.ts";
import { connected, type LiveClient } from "../../helpers/live_client.ts";
import { tokenOf } from "../../helpers/auth.ts";
import { countRows } from "../../helpers/tables.ts";
import { notify, refused } from "./call_scene.ts";

const events = ["join_meeting_room", "get_meeting_notifications", "mark_notification_read"];
const junk = [
  null,
  undefined,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  "",
  "text",
  "\0",
  [],
  [[]],
  {},
  { user_id: null },
  { user_id: "1" },
  { user_id: [1] },
  { user_id: { $gt: 0 } },
  { user_id: 1.5 },
  { user_id: -1 },
  { user_id: 1e308 },
  { user_id: 2 ** 31, user_type: "user", notification_id: 1 },
  { user_id: 2 ** 63, user_type: "user", notification_id: 1 },
  { user_id: "1\0", user_type: "user\0", notification_id: "\0" },
  { user_id: "1; drop table users", user_type: "user", notification_id: 1 },
  JSON.parse('{"__proto__": {"user_id": 1}, "constructor": 1}'),
  new Uint8Array([1, 2, 3]),
  { user_id: new Uint8Array([1]) },
  "x".repeat(100_000),
];

Deno.test("invalid payloads are refused with the name of the field", async (t) => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  const user_id = john.id;
  const id = await notify(sql, john, sarah);
  await using client = await connected(url, { token: await tokenOf(sql, john) });
  const before = await countRows(sql);

  for (const event of events) {
    await t.step(`as the payload of ${event}`, async () => {
      for (const payload of junk) await refused(client, "invalid_input", event, payload);
    });
  }
  await t.step("with single invalid fields", async () => {
    const fields = {
      join_meeting_room: { user_type: ["", "admin", "USER", "user\0", 1, null, ["user"]] },
      get_meeting_notifications: {
        limit: [0, -1, 101, 1.5, "10", null, 1e308],
        offset: [-1, 1.5, "0", 1e10],
        unread_only: ["true", 1, null],
      },
      mark_notification_read: {
        notification_id: [0, -1, 1.5, "1", 2 ** 31, 1e308, null, {}, [id]],
      },
    };
    for (const [event, values] of Object.entries(fields)) {
      for (const [name, bad] of Object.entries(values)) {
        for (const value of bad) {
          const payload = { user_id, user_type: "user", notification_id: id, [name]: value };
          await refused(client, "invalid_input", event, payload);
        }
      }
    }
  });
  await t.step("with too few or too many arguments", async () => {
    for (const event of events) {
      await refused(client, "invalid_input", event);
      client.forget();
      client.socket.emit(event);
      await client.until("meeting_error", ({ code }) => code === "invalid_input");
      for (const acknowledge of [null, "text", {}, 5]) {
        client.forget();
        client.socket.emit(event, { user_id: 0 }, acknowledge);
        await client.until("meeting_error", ({ code }) => code === "invalid_input");
      }
    }
  });
  await t.step("and leaves nothing behind", async () => {
    assert.deepEqual(await countRows(sql), before);
    assert.equal(client.socket.connected, true);
  });
});

Deno.test("a thousand random calls do not disturb other clients", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  await using noisy = await connected(url, { token: await tokenOf(sql, john) });
  await using quiet = await connected(url, { token: await tokenOf(sql, sarah) });
  const names = [
    ...events,
    "message",
    "error",
    "ready",
    "__proto__",
    "x".repeat(999),
  ];
  for (let i = 0; i < 1000; i++) {
    noisy.socket.emit(names[i % names.length], junk[i % junk.length]);
  }
  const answer = await noisy.call("join_meeting_room", { user_id: john.id, user_type: "user" });
  assert.ok(answer.ok || answer.error.code === "rate_limited");
  const id = await notify(sql, john, sarah, sarah);
  await quiet.until("new_meeting_notification", (payload) => payload.id === id);
  assert.deepEqual(quiet.received.all.map(({ event }) => event), [
    "ready",
    "new_meeting_notification",
  ]);
  const own = await notify(sql, john, sarah);
  await noisy.until("new_meeting_notification", (payload) => payload.id === own);
});

Deno.test("more than 600 calls a minute are too many, and others may go on", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  await using busy = await connected(url, { token: await tokenOf(sql, john) });
  await using other = await connected(url, { token: await tokenOf(sql, sarah) });
  const join = (client: LiveClient, { id: user_id }: User, user_type: string) =>
    client.call("join_meeting_room", { user_id, user_type });
  const answers = await Promise.all(Array.from({ length: 601 }, () => join(busy, john, "user")));
  const codes = answers.map((answer) => answer.ok ? "ok" : answer.error.code);
  assert.deepEqual(codes, [...Array(600).fill("ok"), "rate_limited"]);
  assert.equal((await join(other, sarah, "mentor")).ok, true);
});

Deno.test("a message that is too large ends its sender's connection, and no other", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  await using big = await connected(url, { token: await tokenOf(sql, john) });
  await using other = await connected(url, { token: await tokenOf(sql, sarah) });
  big.socket.emit("join_meeting_room", "x".repeat(3_000_000));
  await big.until("disconnect");
  const id = await notify(sql, john, sarah, sarah);
  await other.until("new_meeting_notification", (payload) => payload.id === id);
});

Deno.test("malformed packets end at most their sender's connection", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  const token = await tokenOf(sql, john);
  await using other = await connected(url, { token: await tokenOf(sql, sarah) });
  const packets = [
    "",
    "x",
    "0",
    '0{"token":"x"}',
    "2",
    "2[",
    "2[]",
    "2[null]",
    '2["disconnect"]',
    '2["connect_error","x"]',
    '2["__proto__"]',
    "29999999999999999999[1]",
    "3[]",
    "31[1]",
    '51-["x",{"_placeholder":true,"num":9}]',
    '59-["x"]',
    "6",
    "4",
    "\0",
    "2/admin,[]",
    '2["join_meeting_room",' + "[".repeat(50_000),
  ];
  for (const packet of packets) {
    const client = await connected(url, { token });
    client.socket.io.engine.write(packet);
    client.socket.emit("join_meeting_room", {});
    await client.received.until(
      `an end or an answer after ${packet.slice(0, 50)}`,
      ({ event }) => event === "meeting_error" || event === "disconnect",
    );
    await client.close();
  }
  const id = await notify(sql, john, sarah, sarah);
  await other.until("new_meeting_notification", (payload) => payload.id === id);
  assert.deepEqual(other.received.all.map(({ event }) => event), [
    "ready",
    "new_meeting_notification",
  ]);
});
