/** Many at once. */
import assert from "node:assert/strict";
import type { User } from "../../../lib/contract/users.ts";
import { appWithPeople, startApp } from "../../helpers/app.ts";
import { connected, type LiveClient } from "../../helpers/live_client.ts";
import { tokenOf } from "../../helpers/auth.ts";
import { insertNotifications, patient, researcher, times } from "../../helpers/factories.ts";

Deno.test("5,000 notifications for 50 people in one statement", async () => {
  await using app = await startApp();
  const { url, sql } = app;
  await using clients = new AsyncDisposableStack();
  const sarah = await researcher(sql);
  const all: { user: User; client: LiveClient }[] = [];
  for (let i = 0; i < 50; i++) {
    const user = await patient(sql);
    const client = await connected(url, { token: await tokenOf(sql, user) });
    all.push({ user, client: clients.use(client) });
  }
  const john = all[0].user;
  const row = (i: number) => ({ user_id: all[i % 50].user.id, title: "bulk", message: `${i}` });
  await insertNotifications(sql, john, sarah, times(5000, row));
  const markers = all.map(({ user }) => ({ user_id: user.id, title: "end" }));
  await insertNotifications(sql, john, sarah, markers);
  for (const { user, client } of all) {
    await client.until("new_meeting_notification", ({ title }) => title === "end");
    const rows = client.events.slice(0, -1).map(({ payload }) => payload);
    assert.equal(rows.length, 100);
    assert.ok(rows.every(({ recipient_id }) => recipient_id === user.id));
    assert.ok(rows.every(({ unread_count }) => unread_count === 100 || unread_count === 101));
    assert.equal(new Set(rows.map(({ message }) => message)).size, 100);
  }
});

Deno.test("a client without websockets is sent the same", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  const token = await tokenOf(sql, john);
  await using client = await connected(url, { token, transports: ["polling"] });
  for (const count of [1, 3, 700]) {
    const row = (i: number) => ({ title: `of ${count}`, message: `${i}` });
    await insertNotifications(sql, john, sarah, times(count, row));
  }
  await client.until("new_meeting_notification", ({ message }) => message === "700");
  assert.deepEqual(
    client.events.map(({ payload }) => `${payload.title} ${payload.message}`),
    [1, 3, 700].flatMap((count) => Array.from({ length: count }, (_, i) => `of ${count} ${i + 1}`)),
  );
});
