import assert from "node:assert/strict";
import { LateError, LimitedConnection } from "../../lib/db/limited.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { startProxy } from "../helpers/proxy.ts";

const ask = async (sql: Sql) => (await sql`select 1 as one`)[0].one;

Deno.test("a query whose limit passes rejects, and the next has a fresh connection", async () => {
  await using db = await testDatabase();
  await using proxy = await startProxy(db.url);
  const connection = new LimitedConnection(proxy.url, 300, {});
  assert.equal(await connection.ask(ask), 1);
  for (let i = 0; i < 3; i++) {
    proxy.mute();
    await assert.rejects(connection.ask(ask), LateError);
    assert.equal(await connection.ask(ask), 1);
  }
  proxy.mute();
  const waiting = assert.rejects(connection.ask(ask), /CONNECTION_/);
  connection.close();
  await waiting;
});
