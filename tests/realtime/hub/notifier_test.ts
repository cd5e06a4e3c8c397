import assert from "node:assert/strict";
import pino from "pino";
import { Notifier } from "../../../lib/realtime/notifier.ts";
import { silent, terminate } from "../../helpers/audience.ts";
import { testDatabase } from "../../helpers/database.ts";
import { eventually } from "../../helpers/signals.ts";
import { startProxy } from "../../helpers/proxy.ts";

const LONG = 60_000;
const LIMIT = 5000;

async function startNotifier(url: string) {
  const logged: string[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => void logged.push(line) });
  const notifier = new Notifier(url, log, LIMIT);
  notifier.start();
  assert.ok(await notifier.wait(LONG), "it wakes once it listens");
  await eventually("it listens", () => notifier.available);
  return { notifier, logged, [Symbol.dispose]: () => notifier.stop() };
}

Deno.test("a NOTIFY ends the present or the next wait, once", async () => {
  await using db = await testDatabase();
  using started = await startNotifier(db.url);
  const { notifier } = started;
  const waiting = notifier.wait(LONG);
  await db.sql.notify("liaison_changes", "");
  assert.equal(await waiting, true);
  notifier.wake();
  notifier.wake();
  assert.equal(await notifier.wait(LONG), true);
  assert.equal(await notifier.wait(1), false);
});

Deno.test("a heartbeat that arrives changes nothing and ends no wait", async () => {
  await using db = await testDatabase();
  using started = await startNotifier(db.url);
  const { notifier, logged } = started;
  let wakes = 0;
  const wake = notifier.wake.bind(notifier);
  notifier.wake = () => {
    wakes++;
    wake();
  };
  for (let i = 1; i <= 3; i++) {
    await notifier.check(db.sql);
    await db.sql.notify("liaison_changes", ""); // arrives after the heartbeat
    assert.ok(await notifier.wait(LONG));
    assert.equal(wakes, i);
  }
  assert.deepEqual(logged, []);
});

Deno.test("a connection that receives nothing is replaced", async () => {
  await using db = await testDatabase();
  await using proxy = await startProxy(db.url);
  using started = await startNotifier(proxy.url);
  const { notifier, logged } = started;
  proxy.mute();
  await notifier.check(db.sql);
  assert.deepEqual(logged, []);
  await notifier.check(db.sql);
  assert.match(logged[0], /missed its heartbeat/);
  assert.ok(await notifier.wait(LONG), "it wakes once it listens again");
  await eventually("it listens", () => notifier.available);
  await db.sql.notify("liaison_changes", "");
  assert.ok(await notifier.wait(LONG));
  await notifier.check(db.sql);
  assert.equal(logged.length, 1);
});

Deno.test("after a lost connection it listens again, and wakes for what it may have missed", async () => {
  await using db = await testDatabase();
  using started = await startNotifier(db.url);
  const { notifier } = started;
  for (let i = 0; i < 3; i++) {
    await eventually("it is ended", async () => await terminate(db.sql, "liaison notifier") > 0);
    assert.ok(await notifier.wait(LONG));
  }
});

Deno.test("it retries until the database answers", async () => {
  await using db = await testDatabase();
  await using proxy = await startProxy(db.url);
  proxy.refuse(true);
  const notifier = new Notifier(proxy.url, silent, LIMIT);
  notifier.start();
  await eventually("it has failed three times", () => proxy.refusedConnections >= 3);
  assert.equal(notifier.available, false);
  proxy.refuse(false);
  assert.ok(await notifier.wait(LONG));
  await eventually("it listens", () => notifier.available);
  notifier.stop();
});
