/** However much somebody sends, it costs the server little and others nothing. */
import assert from "node:assert/strict";
import { identifyHandshake } from "../../../lib/auth/handshake.ts";
import { startApp } from "../../helpers/app.ts";
import { auth, tokenOf } from "../../helpers/auth.ts";
import { connect, disconnect } from "../../../lib/db/pool.ts";
import { eventually } from "../../helpers/signals.ts";
import { testDatabase } from "../../helpers/database.ts";
import { patient } from "../../helpers/factories.ts";
import { connected, LiveClient } from "../../helpers/live_client.ts";
import { serveSockets, type TestSockets } from "../../helpers/sockets.ts";

/** A connection below Socket.IO's client, which sends whatever packets it is given. */
async function openRaw(url: string) {
  const ws = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  const received: string[] = [];
  const closed = new Promise<void>((resolve) => ws.addEventListener("close", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    ws.addEventListener("error", () => reject(new Error("The connection was refused")));
    ws.addEventListener("message", ({ data }) => {
      received.push(data);
      resolve();
    });
  });
  return { ws, received, closed };
}

Deno.test("a connection has a few tries to sign in, of whatever namespace", async (t) => {
  await using db = await testDatabase();
  let lookUps = 0;
  await using sockets = await serveSockets(db, {
    identify: (headers, token) => {
      lookUps++;
      return identifyHandshake(db.sql, auth, headers, token);
    },
  });
  for (const [name, packet] of [["the own", "40{}"], ["another", "40/x,{}"]]) {
    await t.step(name, async () => {
      const { ws, received, closed } = await openRaw(sockets.url);
      for (let i = 0; i < 3000; i++) ws.send(packet);
      await closed;
      assert.ok(lookUps <= 10, `${lookUps} look-ups`);
      assert.equal(received.filter((text) => text.startsWith("44")).length, 11);
      if (packet === "40{}") assert.match(received.at(-1)!, /"code":"rate_limited"/);
    });
  }
});

Deno.test("few identities are looked up at once, and a slow look-up holds up no other address", async () => {
  await using db = await testDatabase();
  const john = await patient(db.sql);
  const token = await tokenOf(db.sql, john);
  let [now, most] = [0, 0];
  const gate = Promise.withResolvers<void>();
  await using sockets = await serveSockets(db, {
    addressOf: ({ headers }) => String(headers["x-address"] ?? "here"),
    identify: async (headers, token) => {
      most = Math.max(most, ++now);
      if (!headers["x-address"]) await gate.promise;
      now--;
      return await identifyHandshake(db.sql, auth, headers, token);
    },
  });
  const crowd = await Promise.all(Array.from({ length: 30 }, () => openRaw(sockets.url)));
  for (const { ws } of crowd) ws.send("40{}");
  await using other = await connected(sockets.url, { token, headers: { "x-address": "there" } });
  assert.equal(other.socket.connected, true);
  assert.ok(most <= 8, `${most} at once`);
  gate.resolve();
  for (const { ws, closed } of crowd) {
    ws.close();
    await closed;
  }
});

Deno.test("connections of one address that nobody signs in on are bounded", async () => {
  await using db = await testDatabase();
  await using sockets = await serveSockets(db, {
    addressOf: ({ headers }) => String(headers["x-address"] ?? "here"),
  });
  const { url } = sockets;
  const token = await tokenOf(db.sql, await patient(db.sql));
  const crowd = await Promise.all(Array.from({ length: 200 }, () => openRaw(url)));
  await assert.rejects(openRaw(url), /refused/);
  const answer = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
  assert.equal(answer.status, 403);
  assert.match((await answer.json()).message, /Too many connections/);
  await using elsewhere = await connected(url, { token, headers: { "x-address": "there" } });
  assert.equal(elsewhere.socket.connected, true);

  const [{ ws, closed }, ...others] = crowd;
  ws.close();
  await closed;
  await using here = await connectedAtLast(sockets, token);
  assert.equal(here.socket.connected, true);
  for (const { ws, closed } of others) {
    ws.close();
    await closed;
  }
});

/** The server may notice that another has left only after this client tries. */
async function connectedAtLast({ url }: TestSockets, token: string): Promise<LiveClient> {
  const client = new LiveClient(url, { token, reconnection: true });
  await client.until("ready");
  return client;
}

Deno.test("a person has 64 sockets at once, and a place again when one ends", async () => {
  await using db = await testDatabase();
  await using sockets = await serveSockets(db);
  const { url } = sockets;
  const [john, jane] = [await patient(db.sql), await patient(db.sql)];
  const token = await tokenOf(db.sql, john);
  await using clients = new AsyncDisposableStack();
  const tries = Array.from({ length: 80 }, () => clients.use(new LiveClient(url, { token })));
  const outcomes = await Promise.all(tries.map((client) =>
    client.received.until(
      "an answer",
      ({ event }) => event === "ready" || event === "connect_error",
    )
  ));
  const refused = outcomes.filter(({ event }) => event === "connect_error");
  assert.equal(refused.length, 16);
  for (const { payload } of refused) assert.equal(payload.data.code, "rate_limited");
  await using other = await connected(url, { token: await tokenOf(db.sql, jane) });
  assert.equal(other.socket.connected, true);
  await tries.find(({ socket }) => socket.connected)!.close();
  await using next = await connected(url, { token });
  assert.equal(next.socket.connected, true);
});

Deno.test("a person has one limit over all sockets; whoever goes on far beyond it is disconnected", async () => {
  await using app = await startApp();
  const { url, sql } = app;
  const [john, jane] = [await patient(sql), await patient(sql)];
  const token = await tokenOf(sql, john);
  await using first = await connected(url, { token });
  await using second = await connected(url, { token });
  const join = (client: LiveClient) =>
    client.call("join_meeting_room", { user_id: john.id, user_type: "user" });
  const calls = Array.from({ length: 700 }, (_, i) => join(i % 2 ? first : second));
  const answers = await Promise.all(calls);
  assert.equal(answers.filter(({ ok }) => ok).length, 600);
  for (const answer of answers) if (!answer.ok) assert.equal(answer.error.code, "rate_limited");

  second.forget();
  for (let i = 0; i < 3000; i++) second.socket.emit("nonsense", i);
  await second.until("disconnect");
  const errors = second.received.all.filter(({ event }) => event === "meeting_error");
  assert.ok(errors.length <= 1000, `${errors.length} answers`);
  assert.equal(first.socket.connected, true);
  await using other = await connected(url, { token: await tokenOf(sql, jane) });
  const answer = await other.call("join_meeting_room", { user_id: jane.id, user_type: "user" });
  assert.equal(answer.ok, true);
});

Deno.test("replays that wait leave sign-ins and calls their connections, and end once they can", async () => {
  await using app = await startApp();
  const { url, sql } = app;
  const token = await tokenOf(sql, await patient(sql));
  const first = await connected(url, { token });
  await first.close();
  const locker = connect(app.databaseUrl, { max: 1 });
  await using clients = new AsyncDisposableStack();
  clients.defer(() => disconnect(locker));
  const replays: LiveClient[] = [];
  await locker.begin(async (tx) => {
    // Replays read this table before anything else; calls do not.
    await tx`lock table private.feed in access exclusive mode`;
    for (let i = 0; i < 40; i++) {
      replays.push(clients.use(new LiveClient(url, { token, offset: first.offset })));
    }
    await eventually("a replay waits", async () => {
      const waiting = await sql`
        select from pg_stat_activity where application_name = 'liaison replay'
          and datname = current_database() and wait_event_type = 'Lock'`;
      return waiting.length === 1;
    });
    for (const path of ["/api/auth/me", "/readyz"]) {
      const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
      await response.body?.cancel();
      assert.equal(response.status, 200);
    }
  });
  await Promise.all(replays.map((client) => client.until("ready")));
});
