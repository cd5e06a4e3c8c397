/**
 * Brings a database up to date: applies the files of `migrations/` in order, each in a transaction of
 * its own. Any number of processes may do so at once.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type postgres from "postgres";
import { StartError } from "./errors.ts";
import type { Sql, Transaction } from "./pool.ts";
import { begin } from "./postgres_js/transactions.ts";

type Migration = {
  version: number;
  /** The file's name, `0001_users.sql`. */
  name: string;
  checksum: string;
  text: string;
};

type Applied = {
  version: number;
  name: string;
  checksum: string;
};

/** An arbitrary number, the same in every process: the advisory lock of whoever migrates. */
const lockKey = 7_164_302_915;

/**
 * Applies what is missing of `directory`'s files and returns their names. Throws StartError when a
 * file fails, was edited after it was applied, or the database is ahead of the files.
 */
export async function migrate(
  sql: Sql,
  directory: string,
  say: (line: string) => void = () => {},
): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const names: string[] = [];
  for (;;) {
    const name = await applyNext(sql, migrations, say);
    if (name === undefined) return names;
    names.push(name);
  }
}

/** One transaction: takes the lock, looks at what is applied now, applies the next file. */
async function applyNext(
  sql: Sql,
  migrations: Migration[],
  say: (line: string) => void,
): Promise<string | undefined> {
  return await begin(sql, async (tx) => {
    await tx`select set_config('statement_timeout', '0', true),
      set_config('search_path', 'public', true)`;
    await tx`select pg_advisory_xact_lock(${lockKey})`;
    const next = firstMissing(migrations, await readApplied(tx));
    if (!next) return undefined;
    say(`Migrating: ${next.name}`);
    await apply(tx, next);
    return next.name;
  });
}

async function readApplied(tx: Transaction): Promise<Applied[]> {
  const [{ found }] = await tx`select to_regclass('schema_migrations') is not null as found`;
  if (!found) {
    await tx`create table schema_migrations (
      version integer primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`;
  }
  return await tx<Applied[]>`
    select version, name, checksum from schema_migrations order by version`;
}

async function apply(tx: Transaction, migration: Migration): Promise<void> {
  const { version, name, checksum, text } = migration;
  const before = await transactionId(tx);
  await tx.unsafe(text).simple().catch((error) => {
    throw migrationFailure(migration, error);
  });
  if (await transactionId(tx) !== before) {
    throw new StartError(
      `The migration ${name} ends its own transaction.`,
      "Take `commit` and `rollback` out of it: each file runs in one transaction.",
    );
  }
  await tx`insert into schema_migrations ${tx({ version, name, checksum })}`;
}

async function transactionId(tx: Transaction): Promise<string> {
  const [{ id }] = await tx`select pg_current_xact_id()::text as id`;
  return id;
}

/** The next file to apply. Throws StartError where files and database contradict each other. */
function firstMissing(migrations: Migration[], applied: Applied[]): Migration | undefined {
  for (const [index, { version, name, checksum }] of applied.entries()) {
    const known = migrations.find((migration) => migration.version === version);
    if (!known) {
      throw new StartError(
        `The database is ahead of this program: it has the migration ${name}, which is not here.`,
        "Run the version of Liaison that made it, or restore a backup from before it.",
      );
    }
    if (known.checksum !== checksum) {
      throw new StartError(
        `The migration ${known.name} was edited after it had been applied to this database.`,
        `Restore the file as it was (it landed as ${name}) and put the change into a new migration.`,
      );
    }
    if (migrations[index].version !== version) {
      throw new StartError(
        `The migration ${
          migrations[index].name
        } is missing in the database, but later ones are applied.`,
        "Give it a number after all others: migrations are applied in order.",
      );
    }
  }
  return migrations[applied.length];
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(directory)) {
    if (entry.isFile && entry.name.endsWith(".sql")) names.push(entry.name);
  }
  const migrations = await Promise.all(names.sort().map((name) => readMigration(directory, name)));
  const versions = migrations.map((migration) => migration.version);
  const doubled = versions.findIndex((version, index) => versions.indexOf(version) !== index);
  if (doubled === -1) return migrations;
  throw new StartError(
    `Two migrations have the number ${versions[doubled]}: ${migrations[doubled].name} is one.`,
    "Renumber the one that has not landed yet.",
  );
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  const version = Number(/^(\d{4})_\w+\.sql$/.exec(name)?.[1] ?? NaN);
  if (Number.isNaN(version)) {
    throw new StartError(
      `${join(directory, name)} is not named like a migration.`,
      "Name it with four digits and words, 0007_reminders.sql, or move it elsewhere.",
    );
  }
  // Line ends are the checkout's business and must not change the checksum.
  const text = (await Deno.readTextFile(join(directory, name))).replaceAll("\r\n", "\n");
  return { version, name, text, checksum: createHash("sha256").update(text).digest("hex") };
}

function migrationFailure({ name, text }: Migration, error: postgres.PostgresError): StartError {
  const place = error.position ? ` at ${describe(text, Number(error.position))}` : "";
  const details = [error.message, error.detail, error.where, error.hint].filter(Boolean);
  return new StartError(
    `The migration ${name} failed${place}: ${details.join("; ")}`,
    "Nothing of that file was applied. Correct it, or what it met in the database, and start again.",
  );
}

/** A position in the file, counted in characters from 1, as its line and the line's text. */
function describe(text: string, position: number): string {
  const before = [...text].slice(0, position - 1).join("").split("\n");
  const line = text.split("\n")[before.length - 1].trim();
  return `line ${before.length} (\`${line}\`)`;
}
