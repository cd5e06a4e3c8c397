import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { connect, disconnect } from "../../../lib/db/pool.ts";
import { testDatabase } from "../../helpers/database.ts";
import { startProxy } from "../../helpers/proxy.ts";

Deno.test("a connection that has fallen silent is given up, and replaced", async () => {
  await using db = await testDatabase();
  await using proxy = await startProxy(db.url);
  const sql = connect(proxy.url, { max: 1, silentMs: 400 });
  await sql`select 1`;
  proxy.mute();
  await assert.rejects(sql`select 2`.execute(), { code: "CONNECTION_CLOSED" });
  const [{ three }] = await sql`select 3 as three`;
  assert.equal(three, 3);
  await disconnect(sql, 0);
});

Deno.test("an answer that takes shorter is waited for", async () => {
  await using db = await testDatabase();
  const sql = connect(db.url, { max: 1, silentMs: 5000 });
  const [{ pid }] = await sql`select pg_backend_pid() as pid`;
  await sql`select pg_sleep(1)`;
  assert.deepEqual([...await sql`select pg_backend_pid() as pid`], [{ pid }]);
  await disconnect(sql, 0);
});

Deno.test("hosts that do not answer are passed over", async () => {
  await using db = await testDatabase();
  const dead = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { host } = new URL(db.url);
  const url = db.url.replace(host, `127.0.0.1:${dead.addr.port},${host}`);
  dead.close();
  const sql = connect(url, { max: 1, silentMs: 5000 });
  const [{ two }] = await sql`select 2 as two`;
  assert.equal(two, 2);
  await disconnect(sql, 0);
});

Deno.test("a pool that ends while it connects leaves no connection", async () => {
  await using db = await testDatabase();
  for (let step = 0; step < 20; step++) {
    const sql = connect(db.url, { max: 1 });
    const answer = Promise.allSettled([sql`select 1`, sql.listen("anything", () => {})]);
    await delay(step);
    await disconnect(sql, 0);
    await answer;
  }
});
