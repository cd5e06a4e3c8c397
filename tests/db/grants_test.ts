/** Who migrates, and when the app's role gets its grants. */
import assert from "node:assert/strict";
import { migrate } from "../../lib/db/migrate.ts";
import { connect, disconnect } from "../../lib/db/pool.ts";
import { requireDatabase } from "../../lib/db/server.ts";
import { type TestDatabase, testDatabase } from "../helpers/database.ts";
import { migrationFolder, refused } from "./migration_folder.ts";

const PEOPLE = { "0001_people.sql": "create table public.people (id int);" };
const READ = "grant usage on schema public, private to liaison_app;\n" +
  "grant select on all tables in schema public, private to liaison_app;\n";

function appOf(db: TestDatabase) {
  const sql = connect(db.appUrl, { max: 1 });
  return { sql, [Symbol.asyncDispose]: () => disconnect(sql) };
}

Deno.test("the app's role finds that nothing is missing, and applies nothing that is", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using app = await appOf(db);
  await using files = await migrationFolder({ ...PEOPLE, "grants.sql": READ });
  const sentence = /has to be migrated, and the role of this address may not[^]*OWNER_DATABASE_URL/;
  await refused(app.sql, files.path, sentence);
  await migrate(db.sql, files.path);
  assert.deepEqual(await migrate(app.sql, files.path), []);
  for (
    const [name, text] of [
      ["0002_more.sql", "alter table public.people add name text;"],
      ["functions/one.sql", "create or replace function public.one() returns int return 1;"],
      ["grants.sql", `${READ}grant insert on public.people to liaison_app;`],
    ]
  ) {
    await files.write(name, text);
    await refused(app.sql, files.path, sentence);
    await migrate(db.sql, files.path);
    assert.deepEqual(await migrate(app.sql, files.path), []);
  }
});

Deno.test("grants are applied after every migration, and when they changed", async () => {
  await using db = await testDatabase({ template: "template0" });
  await using app = await appOf(db);
  await using files = await migrationFolder({ ...PEOPLE, "grants.sql": READ });
  assert.deepEqual(await migrate(db.sql, files.path), ["0001_people.sql", "grants.sql"]);
  assert.deepEqual(await migrate(db.sql, files.path), []);
  await files.write("0002_pets.sql", "create table public.pets (id int);");
  assert.deepEqual(await migrate(db.sql, files.path), ["0002_pets.sql", "grants.sql"]);
  await app.sql`select from pets`;
  await assert.rejects(app.sql`delete from pets`, { code: "42501" });
  await files.write("grants.sql", `${READ}grant delete on public.pets to liaison_app;`);
  assert.deepEqual(await migrate(db.sql, files.path), ["grants.sql"]);
  await app.sql`delete from pets`;
});

Deno.test("the owner's and the app's address must lead to one database", async () => {
  await using db = await testDatabase();
  await using other = await testDatabase();
  await requireDatabase(db.sql, { ownerDatabaseUrl: db.url, databaseUrl: db.appUrl });
  await assert.rejects(
    requireDatabase(db.sql, { ownerDatabaseUrl: db.url, databaseUrl: other.appUrl }),
    { message: /OWNER_DATABASE_URL leads to .* another database than that of DATABASE_URL/ },
  );
});
