/** The project's own migrations. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { migrate } from "../../lib/db/migrate.ts";
import { dumpSchema } from "../../lib/db/schema.ts";
import { testDatabase } from "../helpers/database.ts";
import { migrationFolder } from "./migration_folder.ts";

const BASELINE = "0001_baseline.sql";
const FROZEN = "e08c964a7b3bff4cea8f64bdd5f6816c29b5d68dbe6c06520156a29a6b72c3ec";

async function readProject(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const folder of ["", "functions/"]) {
    for await (const { name, isFile } of Deno.readDir(`migrations/${folder}`)) {
      const path = `${folder}${name}`;
      if (isFile) files[path] = await Deno.readTextFile(`migrations/${path}`);
    }
  }
  return files;
}

Deno.test("schema.sql is what the migrations result in", async () => {
  await using db = await testDatabase();
  assert.equal(
    await dumpSchema(db.sql),
    await Deno.readTextFile("migrations/schema.sql"),
    "run `deno task schema` and look at what changed",
  );
  assert.deepEqual(await migrate(db.sql, "migrations"), []);
});

Deno.test("the baseline is never edited: a new numbered file changes tables", async () => {
  const text = await Deno.readTextFile(`migrations/${BASELINE}`);
  const digest = createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
  assert.equal(digest, FROZEN);
});

Deno.test("files of functions have nothing but functions and triggers, each once", async () => {
  const files = Object.entries(await readProject()).filter(([path]) => path.endsWith(".sql"));
  const texts = files.filter(([path]) => path.startsWith("functions/")).map(([, text]) => text);
  const statement =
    /^(?!--)(create|alter|drop|insert|update|delete|grant|revoke|do)\b.*?(;|as \$\$)/gms;
  const heads = texts.flatMap((text) => text.match(statement) ?? [])
    .filter((head) => !head.startsWith("drop function if exists "));
  const names = heads.map((head) =>
    /^create or replace function ([\w.]+)/.exec(head)?.[1] ??
      /^create or replace (trigger \w+\s.*\son [\w.]+)/s.exec(head)?.[1] ?? `not wanted: ${head}`
  );
  assert.ok(names.length > 70);
  assert.deepEqual(names.filter((name) => name.startsWith("not wanted")), []);
  assert.deepEqual(names.filter((name, place) => names.indexOf(name) !== place), []);
});

Deno.test("an earlier database is carried to just what a new one is", async () => {
  const earlier = await readProject();
  await using files = await migrationFolder(earlier);
  await using carried = await testDatabase({ template: "template0" });
  await migrate(carried.sql, files.path);
  await carried.sql`
    insert into users (email, full_name, role) values ('a@example.org', 'A', 'patient')`;

  await files.write(
    "9000_nicknames.sql",
    `drop trigger if exists _100_keep_role on public.users;
    alter table public.users add nickname text;
    update public.users set nickname = full_name;`,
  );
  await files.write("functions/time.sql", earlier["functions/time.sql"].replace("'Z'", "'+00'"));
  await files.write(
    "functions/json.sql",
    earlier["functions/json.sql"].replaceAll("private.version(", "private.newest("),
  );
  await files.write(
    "functions/nicknames.sql",
    `create or replace function private.tg_nickname() returns trigger language plpgsql as $$
    begin
      new.nickname := coalesce(new.nickname, new.full_name);
      return new;
    end
    $$;
    create or replace trigger _100_nickname before insert on public.users
    for each row execute function private.tg_nickname();`,
  );
  await files.remove("functions/reminders.sql");
  await files.remove("functions/idempotency.sql");

  await using fresh = await testDatabase({ template: "template0" });
  await migrate(fresh.sql, files.path);
  await migrate(carried.sql, files.path);
  const schema = await dumpSchema(carried.sql);
  assert.equal(schema, await dumpSchema(fresh.sql));
  assert.match(schema, /_100_nickname/);
  assert.match(schema, /_100_keep_role/, "what a numbered file dropped is made again");
  assert.match(schema, /private\.newest\(/);
  assert.doesNotMatch(schema, /private\.version\(|forget_reminders|claim_idempotency_key/);
  const [{ nickname }] = await carried.sql`select nickname from users`;
  assert.equal(nickname, "A");
});
