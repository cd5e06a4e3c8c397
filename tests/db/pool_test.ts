import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { type AddressInfo, createServer } from "node:net";
import { StartError } from "../../lib/db/errors.ts";
import { connect, disconnect, ping, redact } from "../../lib/db/pool.ts";
import { requireServer } from "../../lib/db/server.ts";
import { databaseUrl, testDatabase } from "../helpers/database.ts";

Deno.test("a usable server has a version", async () => {
  await using db = await testDatabase();
  assert.ok(await requireServer(db.sql) >= 150_000);
});

Deno.test("bigint comes as a number while exact, numeric as text", async () => {
  await using db = await testDatabase();
  const [row] = await db.sql`
    select 42::bigint as small, array[1, -2]::int[] as several,
      9007199254740993 as large, 1.50::numeric(5, 2) as price, null::bigint as nothing`;
  assert.deepEqual(row, {
    small: 42,
    several: [1, -2],
    large: "9007199254740993",
    price: "1.50",
    nothing: null,
  });
  const [{ back }] = await db.sql`select ${9007199254740991}::bigint as back`;
  assert.equal(back, 9007199254740991);
});

Deno.test("connections have a name and timeouts", async () => {
  await using db = await testDatabase();
  const [row] = await db.sql`
    select current_setting('application_name') as name,
      current_setting('statement_timeout') as statement,
      current_setting('idle_in_transaction_session_timeout') as idle`;
  assert.deepEqual(row, { name: "liaison", statement: "30s", idle: "1min" });
});

Deno.test("behind a pooler nothing is set for the session and nothing prepared", async () => {
  await using db = await testDatabase();
  const sql = connect(db.url, { max: 1, pooled: true });
  const [{ statement }] = await sql`select current_setting('statement_timeout') as statement`;
  const [{ prepared }] = await sql`select count(*) as prepared from pg_prepared_statements`;
  await disconnect(sql);
  assert.deepEqual({ statement, prepared }, { statement: "0", prepared: 0 });
});

Deno.test("notices are passed to onNotice", async () => {
  await using db = await testDatabase();
  const notices: string[] = [];
  const sql = connect(db.url, { max: 1, onNotice: (message) => notices.push(message) });
  await sql`do $$ begin raise notice 'psst'; end $$`;
  await disconnect(sql);
  assert.deepEqual(notices, ["psst"]);
});

Deno.test("a server that does not answer is named, with a way out", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const message = await rejectsWith(`postgres://ann:s3cret@127.0.0.1:${port}/clinic`);
  assert.match(message, new RegExp(`127.0.0.1:${port} \\(database clinic, user ann\\): .*REFUSED`));
  assert.match(message, /\n.*DATABASE_URL/);
});

Deno.test("a wrong password is named as the reason and not shown", async () => {
  const url = new URL(databaseUrl("postgres"));
  url.password = "s3cret";
  assert.match(
    await rejectsWith(url.href),
    /password authentication failed[^]*Check the user name/,
  );
});

Deno.test("sslmode in the URL encrypts for a server that demands it", async () => {
  const message = 'no pg_hba.conf entry for host "10.0.0.1", no encryption';
  assert.match(await rejectsAfter("28000", message), /\n.*sslmode=require/);
});

Deno.test("a pooler where a direct address is needed is met with LISTEN_DATABASE_URL", async () => {
  const message = "unsupported startup parameter: statement_timeout";
  assert.match(await rejectsAfter("08P01", message), /\n.*LISTEN_DATABASE_URL/);
});

/** How a server is refused that answers with this error. */
async function rejectsAfter(code: string, message: string): Promise<string> {
  const fields = ["SFATAL", `C${code}`, `M${message}`, ""].map((field) => `${field}\0`).join("");
  const answer = Buffer.alloc(5, "E");
  answer.writeUInt32BE(fields.length + 4, 1);
  const server = createServer((socket) => {
    socket.once("data", () => socket.end(Buffer.concat([answer, Buffer.from(fields)])));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await rejectsWith(`postgres://ann@127.0.0.1:${port}/clinic`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

Deno.test("a missing database is named", async () => {
  const name = `missing_${randomUUID().replaceAll("-", "")}`;
  assert.match(
    await rejectsWith(databaseUrl(name)),
    new RegExp(`"${name}" does not exist\n.*Create it`),
  );
});

Deno.test("a database that cannot hold every character is refused", async () => {
  await using db = await testDatabase();
  const name = `ascii_${randomUUID().replaceAll("-", "")}`;
  await db.sql.unsafe(
    `create database ${name} template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`,
  );
  try {
    assert.match(await rejectsWith(databaseUrl(name)), /encoded in SQL_ASCII; UTF8 is needed/);
  } finally {
    await db.sql.unsafe(`drop database ${name} with (force)`);
  }
});

Deno.test("redact() removes passwords from URLs", () => {
  assert.equal(redact("postgres://ann:s3cret@db:5432/x"), "postgres://ann:***@db:5432/x");
  assert.equal(
    redact("postgres://db/x?user=ann&password=s3cret"),
    "postgres://db/x?user=ann&password=***",
  );
  assert.equal(redact("postgres://ann@db/x"), "postgres://ann@db/x");
  assert.ok(!redact("postgres://ann:s3c%ret@db:port/x").includes("s3c"));
});

Deno.test("a connection that is cut is replaced by a new one", async () => {
  await using db = await testDatabase({ max: 1 });
  const [{ pid }] = await db.sql`select pg_backend_pid() as pid`;
  await using other = await testDatabase({ max: 1 });
  await other.sql`select pg_terminate_backend(${pid}, 5000)`;
  // The driver may give the first query after a cut the old connection's parting error.
  await ping(db.sql).catch(() => {});
  const [{ now }] = await db.sql`select pg_backend_pid() as now`;
  assert.notEqual(now, pid);
});

async function rejectsWith(url: string): Promise<string> {
  const sql = connect(url, { max: 1 });
  try {
    await requireServer(sql);
  } catch (error) {
    assert.ok(error instanceof StartError, String(error));
    assert.ok(!error.message.includes("s3cret"), error.message);
    return error.message;
  } finally {
    await disconnect(sql, 0);
  }
  assert.fail("it was not refused");
}
