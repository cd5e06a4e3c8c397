import assert from "node:assert/strict";
import { join } from "node:path";
import { StartError } from "../../lib/db/errors.ts";
import { migrate } from "../../lib/db/migrate.ts";
import { connect, disconnect, type Sql } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { startProgram } from "../helpers/program.ts";

const people = "create table people (id int primary key, name text not null);\n";
const withFunction = `
create function greet(name text) returns text language plpgsql as $$
begin
  -- a semicolon; and a quote ' inside
  return 'hello, ' || name;
end
$$;
insert into people values (1, greet('Ada'));
`;

Deno.test("files are applied in order, once, several statements each", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrations({
    "0002_greet.sql": withFunction,
    "0001_people.sql": people,
  });
  const said: string[] = [];
  const first = await migrate(db.sql, files.path, (line) => said.push(line));
  assert.deepEqual(first, ["0001_people.sql", "0002_greet.sql"]);
  assert.equal(said.length, 2);
  assert.deepEqual([...await db.sql`select name from people`], [{ name: "hello, Ada" }]);
  assert.deepEqual(await migrate(db.sql, files.path), []);

  await files.write("0003_more.sql", "insert into people values (2, 'Bob');");
  assert.deepEqual(await migrate(db.sql, files.path), ["0003_more.sql"]);
  const rows = await db.sql`select version, name from schema_migrations order by version`;
  assert.deepEqual([...rows], [
    { version: 1, name: "0001_people.sql" },
    { version: 2, name: "0002_greet.sql" },
    { version: 3, name: "0003_more.sql" },
  ]);
});

Deno.test("several connections at once apply each file once", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrations(manyFiles());
  const pools = Array.from({ length: 4 }, () => connect(db.url, { max: 1 }));
  const applied = await Promise.all(pools.map((sql) => migrate(sql, files.path)));
  await Promise.all(pools.map((sql) => disconnect(sql)));
  assert.deepEqual(applied.flat().sort(), Object.keys(manyFiles()));
  assert.deepEqual([...await db.sql`select count(*) from log`], [{ count: 9 }]);
});

Deno.test("several processes at once apply each file once", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrations(manyFiles());
  const args = [db.url, files.path];
  const programs = [1, 2, 3, 4].map(() => startProgram("tests/db/migrate_program.ts", args));
  await Promise.all(programs.map((program) => program.next("ready")));
  await Promise.all(programs.map((program) => program.write("go\n")));
  const applied = await Promise.all(programs.map((program) => program.next("applied")));
  const statuses = await Promise.all(programs.map((program) => program.close()));
  assert.deepEqual(statuses.map(({ code }) => code), [0, 0, 0, 0]);
  const names = applied.flatMap((line) => JSON.parse(line));
  assert.deepEqual(names.sort(), Object.keys(manyFiles()));
  assert.deepEqual([...await db.sql`select count(*) from log`], [{ count: 9 }]);
});

Deno.test("a file that fails leaves nothing behind and names file, line and reason", async () => {
  await using db = await testDatabase({ template: "template0" });
  const bad = "-- 💙\ninsert into people values (1, 'Ada');\n\nselect nme from people;\n";
  await using files = await migrations({ "0001_people.sql": people, "0002_bad.sql": bad });
  await refused(
    db.sql,
    files.path,
    /0002_bad\.sql failed at line 4 \(`select nme from people;`\): column "nme" does not exist/,
  );
  assert.deepEqual([...await db.sql`select * from people`], []);

  await files.write("0002_bad.sql", bad.replace("nme", "name"));
  assert.deepEqual(await migrate(db.sql, files.path), ["0002_bad.sql"]);
});

Deno.test("a failure without a position tells Postgres' details", async () => {
  await using db = await testDatabase({ template: "template0" });
  const twice = "insert into people values (1, 'Ada'), (1, 'Bob');";
  await using files = await migrations({ "0001_people.sql": people, "0002_twice.sql": twice });
  await refused(db.sql, files.path, /0002_twice\.sql failed: duplicate key .*Key \(id\)=\(1\)/);
});

Deno.test("an edited file is refused; other line ends are no edit", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrations({ "0001_people.sql": people });
  await migrate(db.sql, files.path);
  await files.write("0001_people.sql", people.replaceAll("\n", "\r\n"));
  assert.deepEqual(await migrate(db.sql, files.path), []);
  await files.write("0001_people.sql", people.replace("name", "full_name"));
  await refused(db.sql, files.path, /0001_people\.sql was edited .*new migration/s);
});

Deno.test("a database ahead of the files is refused", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrations({
    "0001_people.sql": people,
    "0002_greet.sql": withFunction,
  });
  await migrate(db.sql, files.path);
  await Deno.remove(join(files.path, "0002_greet.sql"));
  await refused(db.sql, files.path, /ahead of this program: .*0002_greet\.sql/);
});

Deno.test("a file put in before applied ones is refused", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrations({ "0002_people.sql": people });
  await migrate(db.sql, files.path);
  await files.write("0001_early.sql", "select 1;");
  await refused(db.sql, files.path, /0001_early\.sql is missing .* later ones are applied/);
});

Deno.test("two files of one number, and odd names, are refused before anything is done", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using twins = await migrations({ "0001_a.sql": "select 1;", "0001_b.sql": "select 1;" });
  await refused(db.sql, twins.path, /Two migrations have the number 1/);
  await using odd = await migrations({ "1_a.sql": "select 1;" });
  await refused(db.sql, odd.path, /1_a\.sql is not named like a migration/);
  const [{ found }] = await db.sql`select to_regclass('schema_migrations') as found`;
  assert.equal(found, null);
});

Deno.test("a file that ends its transaction is refused", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrations({ "0001_commit.sql": `${people} commit; begin;` });
  await refused(db.sql, files.path, /0001_commit\.sql ends its own transaction/);
});

Deno.test("the project's own migrations bring an empty database to the template's state", async () => {
  await using empty = await testDatabase({ template: "template0" });
  await using template = await testDatabase();
  await migrate(empty.sql, "migrations");
  assert.deepEqual(await columns(empty.sql), await columns(template.sql));
  assert.deepEqual(await migrate(template.sql, "migrations"), []);
});

async function columns(sql: Sql): Promise<unknown[]> {
  return [
    ...await sql`
      select table_name, column_name, data_type, column_default, is_nullable
      from information_schema.columns where table_schema = 'public'
      order by table_name, ordinal_position`,
  ];
}

/** Ten files, each of which would fail or count wrongly if it ran twice. */
function manyFiles(): Record<string, string> {
  const files: Record<string, string> = { "0001_log.sql": "create table log (id serial, n int);" };
  for (let n = 2; n <= 10; n++) {
    const name = `${String(n).padStart(4, "0")}_step.sql`;
    files[name] = `insert into log (n) values (${n}); select pg_sleep(0.01);`;
  }
  return files;
}

async function migrations(files: Record<string, string>) {
  const path = await Deno.makeTempDir({ prefix: "liaison-migrations-" });
  const write = (name: string, text: string) => Deno.writeTextFile(join(path, name), text);
  for (const [name, text] of Object.entries(files)) await write(name, text);
  const remove = () => Deno.remove(path, { recursive: true });
  return { path, write, [Symbol.asyncDispose]: remove };
}

async function refused(sql: Sql, directory: string, pattern: RegExp): Promise<void> {
  await assert.rejects(migrate(sql, directory), (error) => {
    assert.ok(error instanceof StartError, String(error));
    assert.match(error.message, pattern);
    return true;
  });
}
