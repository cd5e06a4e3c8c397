/** Clients that take events slowly cost neither memory nor others' time, and lose nothing. */
import assert from "node:assert/strict";
import type { User } from "../../../lib/contract/users.ts";
import type { Sql } from "../../../lib/db/pool.ts";
import type { Sockets } from "../../../lib/realtime/server.ts";
import { testDatabase } from "../../helpers/database.ts";
import { eventually } from "../../helpers/signals.ts";
import { connected } from "../../helpers/live_client.ts";
import { tokenOf } from "../../helpers/auth.ts";
import { insertNotifications, patient, researcher, times } from "../../helpers/factories.ts";
import { startProxy } from "../../helpers/proxy.ts";
import { serveSockets } from "../../helpers/sockets.ts";

const ROWS = 3000;
const EACH = 20_000;
const MOST_HELD = 12_000_000; // of 60 MB

/** Bytes that the server keeps for its slowest reader. */
function heldBytes({ io }: Sockets): number {
  const held = [...io.sockets.sockets.values()].map(({ conn }) => {
    const { writeBuffer, transport } = conn as unknown as {
      writeBuffer: { data?: string }[];
      transport: { socket?: { bufferedAmount: number } };
    };
    const waiting = writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
    return waiting + (transport.socket?.bufferedAmount ?? 0);
  });
  return Math.max(0, ...held);
}

function notify(sql: Sql, john: User, sarah: User, count: number, size: number) {
  const row = { message: "x".repeat(size) };
  return insertNotifications(sql, john, sarah, times(count, () => row));
}

Deno.test("a client that stops reading is terminated, delays no other, and gets every row when it is back", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  await using server = await serveSockets(db);
  const { live, url } = server;
  await using proxy = await startProxy(url);
  const [john, jane, sarah] = [await patient(sql), await patient(sql), await researcher(sql)];
  const token = await tokenOf(sql, john);
  await using slow = await connected(proxy.url, { token, reconnection: true });
  await using fast = await connected(url, { token });
  await using other = await connected(url, { token: await tokenOf(sql, jane) });

  proxy.flow(false);
  const his: number[] = [];
  const hers: number[] = [];
  let most = 0;
  for (let i = 0; i < ROWS / 100; i++) {
    his.push(...await notify(sql, john, sarah, 100, EACH));
    hers.push(...await notify(sql, jane, sarah, 1, 10));
    await other.untilLast(hers);
    most = Math.max(most, heldBytes(live));
  }
  await fast.untilLast(his);
  assert.deepEqual(fast.ids, his);
  assert.deepEqual(other.ids, hers);
  assert.ok(slow.events.length < ROWS / 2, "it read nothing meanwhile");
  await eventually("the slow one is terminated", () => {
    most = Math.max(most, heldBytes(live));
    return live.connections.size === 2;
  });
  assert.ok(most < MOST_HELD, `${most} bytes were held`);

  proxy.flow(true);
  await slow.untilLast(his);
  assert.deepEqual(slow.ids, his);
  assert.ok(slow.received.all.some(({ event }) => event === "disconnect"));
  const fresh = await notify(sql, john, sarah, 2, 10);
  await slow.untilLast(fresh);
  assert.deepEqual(slow.ids, [...his, ...fresh]);
});

Deno.test("a client that pauses for a while is not terminated, and misses nothing", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  await using server = await serveSockets(db);
  await using proxy = await startProxy(server.url);
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const token = await tokenOf(sql, john);
  await using slow = await connected(proxy.url, { token });
  await using fast = await connected(server.url, { token });
  const ids: number[] = [];
  for (let i = 0; i < 3; i++) {
    proxy.flow(false);
    // Until it replays: no more is kept for it. Only from then on the time to drain runs.
    for (let before = -1, held = 0; held === 0 || held > before;) {
      before = held;
      ids.push(...await notify(sql, john, sarah, 50, EACH));
      await fast.untilLast(ids);
      held = heldBytes(server.live);
      assert.equal(server.live.io.sockets.sockets.size, 2);
    }
    proxy.flow(true);
    await slow.untilLast(ids);
  }
  assert.deepEqual(slow.ids, ids);
  assert.equal(slow.socket.connected, true);
  assert.ok(!slow.received.all.some(({ event }) => event === "disconnect"));
});
