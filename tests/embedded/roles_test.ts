/** Who owns the embedded database, who works in it, and what its server writes down. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { startEmbedded } from "../../lib/embedded/mod.ts";
import { migrate } from "../../lib/db/migrate.ts";
import { connect, disconnect, type Sql } from "../../lib/db/pool.ts";

const RULES = "migrations";

Deno.test("the owner's address is no superuser's, and the app works as a third role", async () => {
  await using scene = await setScene();
  const { url, appUrl, superuserUrl } = scene.embedded;
  const [owner] = await withSql(url, async (sql) => {
    await migrate(sql, RULES);
    return await describe(sql);
  });
  assert.deepEqual(owner, { superuser: false, owns: true });
  assert.deepEqual(await withSql(appUrl, describe), [{ superuser: false, owns: false }]);
  const urls = [url, appUrl, superuserUrl].map((url) => new URL(url));
  assert.equal(new Set(urls.map(({ username }) => username)).size, 3);
  assert.equal(new Set(urls.map(({ password }) => password)).size, 3);
  await withSql(url, async (sql) => {
    await sql`create role records login`;
    await sql`grant insert, select on users to records`;
  });
  await assert.rejects(withSql(appUrl, (sql) => sql`create table mine ()`), { code: "42501" });
});

Deno.test("Postgres' log has no row of a statement that failed", async () => {
  await using scene = await setScene();
  await withSql(scene.embedded.url, async (sql) => {
    await sql`create table people (email text primary key, age integer check (age > 0))`;
    await sql`insert into people values ('ann@example.org', 40)`;
    for (const row of ["'ann@example.org', 41", "'bob@example.org', -7"]) {
      await assert.rejects(sql.unsafe(`insert into people values (${row})`));
    }
  });
  const log = await Deno.readTextFile(join(scene.dataDir, "postgres.log"));
  assert.match(log, /duplicate key value[^]*violates check constraint/);
  assert.doesNotMatch(log, /example\.org|-7/);
});

Deno.test("a database that the superuser owned is given to the owner with all in it", async () => {
  await using scene = await setScene();
  const { superuserUrl, url } = scene.embedded;
  const server = new URL(superuserUrl);
  server.pathname = "/postgres";
  const [database, owner] = [new URL(url).pathname.slice(1), new URL(url).username];
  await withSql(server.href, async (sql) => {
    await sql`drop database ${sql(database)}`;
    await sql.unsafe(`drop owned by ${owner}, liaison_app; drop role ${owner}, liaison_app`);
    await sql`create database ${sql(database)}`;
  });
  await withSql(superuserUrl, async (sql) => {
    await migrate(sql, RULES);
    await sql.unsafe(`
      create type public.mood as enum ('fine');
      create table public.notes (id serial, mood public.mood);
      create view public.moods as select mood from public.notes;
      insert into users (email, full_name, role) values ('ann@example.org', 'Ann', 'patient')`);
  });
  await scene.restart();
  assert.match(scene.reported.join("\n"), /Giving the database to the role liaison_owner/);
  assert.equal(scene.embedded.url, url);
  await withSql(url, async (sql) => {
    assert.deepEqual(await describe(sql), [{ superuser: false, owns: true }]);
    const foreign = await sql`
      select oid::regclass from pg_class
      where relnamespace in ('public'::regnamespace, 'private'::regnamespace)
        and relowner <> current_user::regrole
      union all
      select oid::regclass from pg_proc
      where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
        and proowner <> current_user::regrole
        and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')`;
    assert.deepEqual([...foreign], []);
    assert.deepEqual(await migrate(sql, RULES), ["grants.sql"]);
    await sql.unsafe("drop view moods; drop table notes; drop type mood");
  });
  const [{ email }] = await withSql(scene.embedded.appUrl, (sql) => sql`select email from users`);
  assert.equal(email, "ann@example.org");
  await scene.restart();
  assert.equal(scene.reported.filter((line) => line.startsWith("Giving")).length, 1);
});

async function setScene() {
  const dataDir = await Deno.makeTempDir({ prefix: "liaison-roles-" });
  const reported: string[] = [];
  const start = () =>
    startEmbedded({ dataDir, fast: true, report: (line) => void reported.push(line) });
  let embedded = await start();
  return {
    dataDir,
    reported,
    get embedded() {
      return embedded;
    },
    async restart() {
      await embedded.stop();
      embedded = await start();
    },
    async [Symbol.asyncDispose]() {
      await embedded.stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

async function describe(sql: Sql) {
  return [
    ...await sql`
      select rolsuper as superuser, datdba = pg_roles.oid as owns
      from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
  ];
}

async function withSql<T>(url: string, work: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const sql = connect(url, { max: 1 });
  try {
    return await work(sql);
  } finally {
    await disconnect(sql, 0);
  }
}
