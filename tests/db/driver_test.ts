import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as openSocket, type Socket } from "node:net";
import postgres from "../../lib/db/driver.ts";
import { connect, disconnect, ping, type Transaction } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";

Deno.test("a connection lost in the moment of writing is replaced by one that works", async () => {
  await using db = await testDatabase();
  const { hostname, port } = new URL(db.url);
  const sockets: Socket[] = [];
  const open = async () => {
    const socket = openSocket(Number(port), hostname);
    sockets.push(socket);
    await once(socket, "connect");
    return socket;
  };
  // The driver's types do not know this option.
  const options = { max: 1, connect_timeout: 2, socket: open };
  const sql = postgres(db.url, options);
  await sql`select 1`;
  await new Promise<void>((resolve) => {
    // From here on the close comes before the next immediate, which would have sent the query.
    setImmediate(() => {
      sockets[0].destroy();
      resolve(assert.rejects(sql`select 2`.execute()));
    });
  });
  // What had been collected may still spoil the first attempt.
  await sql`select 3`.catch(() => {});
  const [{ four }] = await sql`select 4 as four`;
  assert.equal(four, 4);
  await disconnect(sql, 0);
});

Deno.test("a connection lost while the driver learns types ends no process", async () => {
  await using db = await testDatabase({ max: 2 });
  const sql = connect(db.url, { max: 1, name: "learner" });
  const unhandled: unknown[] = [];
  const notice = (event: PromiseRejectionEvent) => {
    if (!event.defaultPrevented) unhandled.push(event.reason);
    event.preventDefault();
  };
  addEventListener("unhandledrejection", notice);
  let first: Promise<unknown> = Promise.resolve();
  await db.sql.begin(async (tx) => {
    await tx`lock table pg_catalog.pg_type in access exclusive mode`;
    first = assert.rejects(ping(sql));
    while (!await isWaiting(tx)) continue;
    await tx`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'learner'`;
  });
  await first;
  // The driver gives the next query the old connection's last words.
  await ping(sql).catch(() => {});
  await ping(sql);
  removeEventListener("unhandledrejection", notice);
  await disconnect(sql, 0);
  assert.deepEqual(unhandled, []);
});

/** Whether somebody waits for the lock on the catalogue of types. */
async function isWaiting(tx: Transaction): Promise<boolean> {
  const [{ waiting }] = await tx`
    select exists (
      select from pg_locks where relation = 'pg_catalog.pg_type'::regclass and not granted
    ) as waiting`;
  return waiting;
}
