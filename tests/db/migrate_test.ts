import assert from "node:assert/strict";
import { join } from "node:path";
import { migrate } from "../../lib/db/migrate.ts";
import { connect, disconnect } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { migrationFolder, refused } from "./migration_folder.ts";

const people = "create table public.people (id int primary key, name text not null);\n";
const withFunction = `
create function public.greet(name text) returns text language plpgsql as $$
begin
  -- a semicolon; and a quote ' inside
  return 'hello, ' || name;
end
$$;
insert into public.people values (1, public.greet('Ada'));
`;

Deno.test("files are applied in order, once, several statements each", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrationFolder({
    "0002_greet.sql": withFunction,
    "0001_people.sql": people,
  });
  const said: string[] = [];
  const first = await migrate(db.sql, files.path, { report: (line) => said.push(line) });
  assert.deepEqual(first, ["0001_people.sql", "0002_greet.sql"]);
  assert.equal(said.length, 2);
  assert.deepEqual([...await db.sql`select name from people`], [{ name: "hello, Ada" }]);
  assert.deepEqual(await migrate(db.sql, files.path), []);

  await files.write("0003_more.sql", "insert into public.people values (2, 'Bob');");
  assert.deepEqual(await migrate(db.sql, files.path), ["0003_more.sql"]);
  const rows = await db.sql`select version, name from private.migrations order by version`;
  assert.deepEqual([...rows], [
    { version: 1, name: "0001_people.sql" },
    { version: 2, name: "0002_greet.sql" },
    { version: 3, name: "0003_more.sql" },
  ]);
});

Deno.test("several connections at once apply each file once", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrationFolder(manyFiles());
  const pools = Array.from({ length: 4 }, () => connect(db.url, { max: 1 }));
  const applied = await Promise.all(pools.map((sql) => migrate(sql, files.path)));
  await Promise.all(pools.map((sql) => disconnect(sql)));
  assert.deepEqual(applied.flat().sort(), Object.keys(manyFiles()));
  assert.deepEqual([...await db.sql`select count(*) from log`], [{ count: 9 }]);
});

Deno.test("a file that fails leaves nothing behind and names file, line and reason", async () => {
  await using db = await testDatabase({ template: "template0" });
  const bad =
    "-- 💙\ninsert into public.people values (1, 'Ada');\n\nselect nme from public.people;\n";
  await using files = await migrationFolder({ "0001_people.sql": people, "0002_bad.sql": bad });
  await refused(
    db.sql,
    files.path,
    /0002_bad\.sql failed at line 4 \(`select nme from public.people;`\): column "nme" does not exist/,
  );
  assert.deepEqual([...await db.sql`select to_regclass('people') as people`], [{ people: null }]);

  await files.write("0002_bad.sql", bad.replace("nme", "name"));
  assert.deepEqual(await migrate(db.sql, files.path), ["0001_people.sql", "0002_bad.sql"]);
});

Deno.test("a failure without a position has Postgres' details", async () => {
  await using db = await testDatabase({ template: "template0" });
  const twice = "insert into public.people values (1, 'Ada'), (1, 'Bob');";
  await using files = await migrationFolder({ "0001_people.sql": people, "0002_twice.sql": twice });
  await refused(db.sql, files.path, /0002_twice\.sql failed: duplicate key .*Key \(id\)=\(1\)/);
});

Deno.test("an edited file is refused; other line ends are no edit", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrationFolder({ "0001_people.sql": people });
  await migrate(db.sql, files.path);
  await files.write("0001_people.sql", people.replaceAll("\n", "\r\n"));
  assert.deepEqual(await migrate(db.sql, files.path), []);
  await files.write("0001_people.sql", people.replace("name", "full_name"));
  await refused(db.sql, files.path, /0001_people\.sql was edited .*new migration/s);
});

Deno.test("a database ahead of the files is refused", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrationFolder({
    "0001_people.sql": people,
    "0002_greet.sql": withFunction,
  });
  await migrate(db.sql, files.path);
  await Deno.remove(join(files.path, "0002_greet.sql"));
  await refused(db.sql, files.path, /ahead of this program: .*0002_greet\.sql/);
});

Deno.test("a file put in before applied ones is refused", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrationFolder({ "0002_people.sql": people });
  await migrate(db.sql, files.path);
  await files.write("0001_early.sql", "select 1;");
  await refused(db.sql, files.path, /0001_early\.sql is missing .* later ones are applied/);
});

Deno.test("two files of one number, and odd names, are refused before anything is done", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using twins = await migrationFolder({
    "0001_a.sql": "select 1;",
    "0001_b.sql": "select 1;",
  });
  await refused(db.sql, twins.path, /Two migrations have the number 1/);
  await using odd = await migrationFolder({ "1_a.sql": "select 1;" });
  await refused(db.sql, odd.path, /1_a\.sql is not named like a migration/);
  const [{ found }] = await db.sql`select to_regnamespace('private') as found`;
  assert.equal(found, null);
});

Deno.test("a file that ends its transaction is refused", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrationFolder({ "0001_commit.sql": `${people} commit; begin;` });
  await refused(db.sql, files.path, /0001_commit\.sql ends its own transaction/);
});

Deno.test("a database with the old history is refused, with what to do about it", async () => {
  await using files = await migrationFolder({ "0001_people.sql": people });
  const makers = [
    "create schema live; create function live.touch() returns integer return 1",
    "create table schema_migrations as select 1 as version, '0001_users.sql' as name",
  ];
  for (const make of makers) {
    await using db = await testDatabase({ template: "template0" });
    await db.sql.unsafe(make).simple();
    await refused(db.sql, files.path, /before the first release .*an empty database.*README\.md/s);
    await assert.rejects(
      migrate(db.sql, files.path, { embeddedIn: "/srv/.data/postgres" }),
      /remove the directory \/srv\/\.data\/postgres/,
    );
  }
});

Deno.test("what other programs keep in a database is no old history", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrationFolder({ "0001_people.sql": people });
  await db.sql`create schema live`;
  await db.sql`create table schema_migrations as select 'first' as version`;
  assert.deepEqual(await migrate(db.sql, files.path), ["0001_people.sql"]);
});

/** Ten files, each of which would fail or count wrongly if it ran twice. */
function manyFiles(): Record<string, string> {
  const files: Record<string, string> = {
    "0001_log.sql": "create table public.log (id serial, n int);",
  };
  for (let n = 2; n <= 10; n++) {
    const name = `${String(n).padStart(4, "0")}_step.sql`;
    files[name] = `insert into public.log (n) values (${n}); select pg_sleep(0.01);`;
  }
  return files;
}
