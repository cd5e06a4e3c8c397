/** Whether the database can be used, and what the app's connections make of its settings. */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { StartError } from "../../lib/db/errors.ts";
import { connect, disconnect } from "../../lib/db/pool.ts";
import { requireDatabase, requireServer } from "../../lib/db/server.ts";
import { createRequest } from "../../lib/meetings/requests.ts";
import { databaseWithPeople, testDatabase } from "../helpers/database.ts";

Deno.test("both addresses must lead to one database", async () => {
  await using db = await testDatabase();
  await using other = await testDatabase();
  await requireDatabase(db.sql, { databaseUrl: db.url, listenDatabaseUrl: db.url });
  await assert.rejects(
    requireDatabase(db.sql, { databaseUrl: other.url, listenDatabaseUrl: db.url }),
    (error) => error instanceof StartError && /LISTEN_DATABASE_URL leads to/.test(error.message),
  );
});

Deno.test("an error names the variable that is wrong", async () => {
  const closed = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `postgres://ann@127.0.0.1:${closed.addr.port}/clinic`;
  closed.close();
  const sql = connect(url, { max: 1 });
  await assert.rejects(
    requireDatabase(sql, { databaseUrl: "postgres://db/clinic", listenDatabaseUrl: url }),
    (error) =>
      error instanceof StartError && /in LISTEN_DATABASE_URL are right/.test(error.message),
  );
  await disconnect(sql, 0);
});

Deno.test("a server that is no Postgres is given up", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const sql = connect(`postgres://ann@127.0.0.1:${port}/clinic`, { max: 1 });
  try {
    await assert.rejects(
      requireServer(sql, "DATABASE_URL", 300),
      (error) => error instanceof StartError && /no answer of Postgres/.test(error.message),
    );
  } finally {
    await disconnect(sql, 0);
    await new Promise((resolve) => server.close(resolve));
  }
});

Deno.test("times are read correctly with any settings of the database", async () => {
  await using db = await testDatabase();
  const name = new URL(db.url).pathname.slice(1);
  await db.sql.unsafe(`alter database ${name} set datestyle = 'SQL, DMY'`);
  await db.sql.unsafe(`alter database ${name} set timezone = 'Asia/Kolkata'`);
  const sql = connect(db.url, { max: 1 });
  const [{ at }] = await sql`select '2031-02-03T04:05:06.789Z'::timestamptz as at`;
  await disconnect(sql);
  assert.equal(at.toISOString(), "2031-02-03T04:05:06.789Z");
});

Deno.test("rules hold among racing calls with any default isolation", async () => {
  await using db = await databaseWithPeople();
  const { john, sarah } = db;
  const name = new URL(db.url).pathname.slice(1);
  const level = "alter database %s set default_transaction_isolation = 'repeatable read'";
  await db.sql.unsafe(level.replace("%s", name));
  const sql = connect(db.url, { max: 8 });
  const asked = await Promise.allSettled(
    Array.from(
      { length: 8 },
      () => createRequest(sql, john, { expert_id: sarah.id, message: "x" }),
    ),
  );
  await disconnect(sql);
  assert.equal(asked.filter(({ status }) => status === "fulfilled").length, 1);
  const [{ count }] = await db.sql`select count(*)::int from meeting_requests`;
  assert.equal(count, 1);
});
