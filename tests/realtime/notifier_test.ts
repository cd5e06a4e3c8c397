import assert from "node:assert/strict";
import pino from "pino";
import { Bell } from "../../lib/realtime/notifier.ts";
import { silent, terminate } from "../helpers/audience.ts";
import { testDatabase } from "../helpers/database.ts";
import { eventually } from "../helpers/heard.ts";
import { startProxy } from "../helpers/proxy.ts";

const LONG = 60_000;

async function startBell(url: string) {
  const logged: string[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => void logged.push(line) });
  const bell = new Bell(url, log);
  bell.start();
  assert.ok(await bell.wait(LONG), "it rings once it listens");
  await eventually("it listens", () => bell.available);
  return { bell, logged, [Symbol.asyncDispose]: () => bell.stop() };
}

Deno.test("a ring ends the present or the next wait, once", async () => {
  await using db = await testDatabase();
  await using started = await startBell(db.url);
  const { bell } = started;
  const waiting = bell.wait(LONG);
  await db.sql.notify("liaison_bell", "");
  assert.equal(await waiting, true);
  bell.ring();
  bell.ring();
  assert.equal(await bell.wait(LONG), true);
  assert.equal(await bell.wait(1), false);
});

Deno.test("a heartbeat that is heard changes nothing and wakes nobody", async () => {
  await using db = await testDatabase();
  await using started = await startBell(db.url);
  const { bell, logged } = started;
  let rings = 0;
  const ring = bell.ring.bind(bell);
  bell.ring = () => {
    rings++;
    ring();
  };
  for (let i = 1; i <= 3; i++) {
    await bell.check(db.sql);
    await db.sql.notify("liaison_bell", ""); // heard after the heartbeat
    assert.ok(await bell.wait(LONG));
    assert.equal(rings, i);
  }
  assert.deepEqual(logged, []);
});

Deno.test("a connection that hears nothing is replaced", async () => {
  await using db = await testDatabase();
  await using proxy = await startProxy(db.url);
  await using started = await startBell(proxy.url);
  const { bell, logged } = started;
  proxy.mute();
  await bell.check(db.sql);
  assert.deepEqual(logged, []);
  await bell.check(db.sql);
  assert.match(logged[0], /deaf/);
  assert.ok(await bell.wait(LONG), "it rings once it listens anew");
  await eventually("it listens", () => bell.available);
  await db.sql.notify("liaison_bell", "");
  assert.ok(await bell.wait(LONG));
  await bell.check(db.sql);
  assert.equal(logged.length, 1);
});

Deno.test("a connection that was ended listens again, and rings for what it may have missed", async () => {
  await using db = await testDatabase();
  await using started = await startBell(db.url);
  const { bell } = started;
  for (let i = 0; i < 3; i++) {
    await eventually("it is ended", async () => await terminate(db.sql, "liaison bell") > 0);
    assert.ok(await bell.wait(LONG));
  }
});

Deno.test("it goes on trying where nothing answers", async () => {
  await using db = await testDatabase();
  await using proxy = await startProxy(db.url);
  proxy.refuse(true);
  const bell = new Bell(proxy.url, silent);
  bell.start();
  await eventually("it has failed three times", () => proxy.refusedConnections >= 3);
  assert.equal(bell.available, false);
  proxy.refuse(false);
  assert.ok(await bell.wait(LONG));
  await eventually("it listens", () => bell.available);
  await bell.stop();
});
