import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as openSocket, type Socket } from "node:net";
import postgres from "../../../lib/db/postgres_js/driver.ts";
import { disconnect, type Sql } from "../../../lib/db/pool.ts";
import { testDatabase } from "../../helpers/database.ts";

Deno.test("a connection lost in the moment of writing is replaced by one that works", async () => {
  await using db = await testDatabase();
  const { sql, sockets } = tapped(db.url);
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

/** One connection over sockets of ours. */
function tapped(url: string) {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  const open = async () => {
    const socket = openSocket(Number(port), hostname);
    sockets.push(socket);
    await once(socket, "connect");
    return socket;
  };
  // The driver's types do not know the option `socket`.
  const options = { max: 1, connect_timeout: 2, socket: open };
  const sql: Sql = postgres(url, options);
  return { sql, sockets };
}
