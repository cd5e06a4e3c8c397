import assert from "node:assert/strict";
import { testDatabase } from "../helpers/database.ts";
import { callAt } from "../helpers/http.ts";
import { type Environment, runAppProcess, startAppProcess } from "../helpers/processes.ts";
import { scratchDirectory } from "./scratch.ts";

Deno.test("a port in use is named, with a remedy", async () => {
  await using db = await testDatabase();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = String(taken.addr.port);
  await refused({ DATABASE_URL: db.url, PORT: port }, new RegExp(`port ${port}.*in use`), /PORT/);
});

Deno.test("a database that cannot be reached is named, with a remedy", async () => {
  const closed = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = closed.addr;
  closed.close();
  const url = `postgres://liaison:hidden@127.0.0.1:${port}/liaison`;
  const output = await refused(
    { DATABASE_URL: url },
    new RegExp(`No connection to Postgres at 127.0.0.1:${port}.*ECONNREFUSED`),
    /Check that the server runs/,
  );
  assert.doesNotMatch(output, /hidden/);
});

Deno.test("an invalid DATABASE_URL is named, with an example of a valid one", async () => {
  const output = await refused({ DATABASE_URL: "mysql://root:hidden@localhost/x" }, /DATABASE_URL/);
  assert.match(output, /postgres:\/\/user:password@host:5432\/database/);
  assert.doesNotMatch(output, /hidden/);
});

Deno.test("the app's role cannot migrate, and works on what the owner migrated", async () => {
  await using db = await testDatabase({ template: "template0" });
  await refused({ DATABASE_URL: db.appUrl }, /has to be migrated/, /OWNER_DATABASE_URL/);
  const body = {
    email: "ada@example.org",
    password: "three sleepy otters",
    full_name: "Ada",
    role: "patient",
  };
  await using app = await startAppProcess({
    DATABASE_URL: db.appUrl,
    OWNER_DATABASE_URL: db.url,
  });
  using http = callAt(app.url);
  assert.equal((await http.call("POST /api/auth/register", { body })).status, 201);
  const [{ user }] = await db.sql`
    select string_agg(distinct usename, ', ') as user from pg_stat_activity
    where datname = current_database() and application_name = 'liaison' and pid <> pg_backend_pid()`;
  assert.equal(user, new URL(db.appUrl).username);
  assert.doesNotMatch(app.output(), /works as the owner/);
});

Deno.test("a data directory in use is refused with the pid of the app that uses it", async () => {
  await using scratch = await scratchDirectory();
  await using app = await startAppProcess({ DATA_DIR: scratch.dataDir });
  await refused(
    { DATA_DIR: scratch.dataDir },
    new RegExp(`already running on .*process ${app.pid}`),
    /DATA_DIR of its own/,
  );
});

/** Fails unless the program ends with code 1 and writes each of `patterns`, without a stack trace. */
async function refused(env: Environment, ...patterns: RegExp[]): Promise<string> {
  const { code, output } = await runAppProcess(env);
  for (const pattern of patterns) assert.match(output, pattern);
  assert.equal(code, 1, output);
  assert.doesNotMatch(output, /^\s+at .*:\d+|Uncaught|\.ts:\d+/m);
  return output;
}
