/** Functions and triggers: the database has those of the files, whatever it had before. */
import assert from "node:assert/strict";
import { migrate } from "../../lib/db/migrate.ts";
import { connect, disconnect, type Sql } from "../../lib/db/pool.ts";
import { databaseWithPeople, testDatabase } from "../helpers/database.ts";
import { insertRequest } from "../helpers/factories.ts";
import { migrationFolder, refused } from "./migration_folder.ts";

const TABLE = "create table public.people (name text);";

function greeting(word: string, argument = "name text"): string {
  return `
create or replace function private.greet(${argument}) returns text language sql as $$
  select '${word}'
$$;
`;
}

const TRIGGER = `
create or replace function private.tg_trim() returns trigger language plpgsql as $$
begin
  new.name := private.trimmed(new.name);
  return new;
end
$$;

create or replace trigger _100_trim before insert on public.people
for each row execute function private.tg_trim();
`;

/** Stands in a file that is applied after the one with the trigger. */
const TRIMMED = `
create or replace function private.trimmed(name text) returns text language sql as $$
  select trim(name)
$$;
`;

async function greet(sql: Sql, argument = "'Ada'"): Promise<string> {
  const [{ word }] = await sql`select private.greet(${sql.unsafe(argument)}) as word`;
  return word;
}

async function insert(sql: Sql, name: string): Promise<string> {
  const [row] = await sql`insert into people values (${name}) returning name`;
  return row.name;
}

Deno.test("files are applied once, and again when their text changed", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrationFolder({
    "0001_people.sql": TABLE,
    "functions/a.sql": greeting("hello"),
    "functions/b.sql": TRIMMED,
  });
  assert.deepEqual(await migrate(db.sql, files.path), [
    "0001_people.sql",
    "functions/a.sql",
    "functions/b.sql",
  ]);
  assert.deepEqual(await migrate(db.sql, files.path), []);
  await files.write("functions/a.sql", greeting("good day"));
  assert.deepEqual(await migrate(db.sql, files.path), ["functions/a.sql"]);
  assert.equal(await greet(db.sql), "good day");
  await files.write("0002_more.sql", "select 1;");
  assert.deepEqual(
    await migrate(db.sql, files.path),
    ["0002_more.sql", "functions/a.sql", "functions/b.sql"],
    "a numbered file may have dropped some of them",
  );
});

Deno.test("a function may use another one that comes later", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrationFolder({
    "0001_people.sql": TABLE,
    "functions/a.sql": TRIGGER,
    "functions/b.sql": TRIMMED,
  });
  await migrate(db.sql, files.path);
  assert.equal(await insert(db.sql, " Ada "), "Ada");
});

Deno.test("what a file makes no more is dropped, and what moved to another file stays", async () => {
  await using db = await testDatabase({ template: "template0" });
  const { sql } = db;
  await using files = await migrationFolder({
    "0001_people.sql": TABLE,
    "functions/a.sql": greeting("hello") + TRIGGER,
    "functions/b.sql": TRIMMED,
  });
  await migrate(sql, files.path);
  const functions = async () => {
    const rows = await sql`
      select oid::regprocedure::text as name from pg_proc
      where pronamespace = 'private'::regnamespace order by name`;
    return rows.map(({ name }) => name);
  };

  await files.write("functions/a.sql", TRIGGER);
  await files.write("functions/b.sql", TRIMMED + greeting("hello"));
  await migrate(sql, files.path);
  assert.equal(await greet(sql), "hello");

  await files.write("functions/b.sql", TRIMMED + greeting("hello", "person integer"));
  await migrate(sql, files.path);
  assert.equal(await greet(sql, "1"), "hello", "other arguments are another function");
  assert.deepEqual(await functions(), [
    "private.greet(integer)",
    "private.tg_trim()",
    "private.trimmed(text)",
  ]);

  await files.write("functions/a.sql", "-- nothing\n");
  assert.deepEqual(await migrate(sql, files.path), ["functions/a.sql"]);
  assert.equal(await insert(sql, " Ada "), " Ada ", "the trigger is gone");
  await files.remove("functions/b.sql");
  await migrate(sql, files.path);
  assert.deepEqual(await functions(), []);
});

Deno.test("what create or replace cannot change is dropped in its file first", async () => {
  await using db = await testDatabase({ template: "template0" });
  const asInteger = "create or replace function private.one() returns integer return 1;";
  await using files = await migrationFolder({ "functions/a.sql": asInteger });
  await migrate(db.sql, files.path);
  const asText = "create or replace function private.one() returns text return '1';";
  await files.write("functions/a.sql", asText);
  await refused(db.sql, files.path, /functions\/a\.sql failed: cannot change return type/);
  await files.write("functions/a.sql", `drop function if exists private.one();\n${asText}`);
  await migrate(db.sql, files.path);
  const [{ one }] = await db.sql`select private.one() as one`;
  assert.equal(one, "1");
});

Deno.test("a file that fails leaves all as it was, numbered files included", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrationFolder({ "functions/a.sql": greeting("hello") });
  await migrate(db.sql, files.path);
  await files.write("0001_people.sql", TABLE);
  await files.write("functions/a.sql", greeting("good day"));
  await files.write(
    "functions/b.sql",
    "\ncreate or replace function private.b() returns nonsense return 1;",
  );
  await refused(db.sql, files.path, /functions\/b\.sql failed.*type "nonsense" does not exist/);
  assert.equal(await greet(db.sql), "hello");
  const [{ people }] = await db.sql`select to_regclass('people') as people`;
  assert.equal(people, null);
});

Deno.test("several connections at once apply each change once", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using files = await migrationFolder({ "functions/a.sql": greeting("hello") });
  await migrate(db.sql, files.path);
  await files.write("functions/a.sql", greeting("good day"));
  const pools = Array.from({ length: 4 }, () => connect(db.url, { max: 1 }));
  const applied = await Promise.all(pools.map((sql) => migrate(sql, files.path)));
  await Promise.all(pools.map((sql) => disconnect(sql)));
  assert.deepEqual(applied.flat(), ["functions/a.sql"]);
});

Deno.test("a migration gives up where a transaction holds a table for too long", async () => {
  await using db = await testDatabase({ template: "template0" });
  const table = "create table public.users (name text);";
  await using files = await migrationFolder({ "0001_users.sql": table });
  await migrate(db.sql, files.path);
  const holder = await db.sql.reserve();
  await holder`begin`;
  await holder`insert into users values ('Ada')`;
  const changes = [
    ["functions/a.sql", TRIGGER.replace("public.people", "public.users") + TRIMMED],
    ["0002_alter.sql", "alter table public.users add age integer;"],
  ];
  for (const [name, text] of changes) {
    await files.write(name, text);
    await assert.rejects(
      migrate(db.sql, files.path, { lockTimeoutMs: 50 }),
      /^StartError: The database cannot be updated: other transactions hold its tables/,
    );
  }
  await holder`commit`;
  holder.release();
  assert.deepEqual(await migrate(db.sql, files.path), ["0002_alter.sql", "functions/a.sql"]);
});

Deno.test("a migration and busy writers do not fail each other", async () => {
  await using db = await databaseWithPeople();
  await using files = await migrationFolder({});
  for await (const { name, isFile } of Deno.readDir("migrations")) {
    if (isFile) await files.write(name, await Deno.readTextFile(`migrations/${name}`));
  }
  for await (const { name } of Deno.readDir("migrations/functions")) {
    const text = await Deno.readTextFile(`migrations/functions/${name}`);
    await files.write(`functions/${name}`, `${text}-- edited\n`);
  }
  let isOver = false;
  const writers = Array.from({ length: 4 }, async () => {
    for (let written = 0; !isOver || written === 0; written++) {
      await insertRequest(db.sql, db.john, db.sarah);
      await db.sql`update meeting_requests set status = 'cancelled' where status = 'pending'`;
    }
  });
  const admin = connect(db.url, { max: 1 });
  const changed = await migrate(admin, files.path);
  isOver = true;
  await Promise.all(writers);
  await disconnect(admin);
  assert.ok(changed.length > 10);
});
