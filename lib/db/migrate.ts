/**
 * Brings a database up to date with the files of `migrations/`, all in one transaction. Any number of
 * processes may do so at once.
 */
import { resolve } from "node:path";
import { StartError } from "./errors.ts";
import { applyFunctions } from "./functions.ts";
import { applyGrants, notOwner, requireOwner } from "./grants.ts";
import {
  LOCK_NOT_AVAILABLE,
  type Migration,
  readFunctionFiles,
  readGrants,
  readMigrations,
  runFile,
} from "./migration_files.ts";
import type { Sql, Transaction } from "./pool.ts";
import { begin } from "./postgres_js/transactions.ts";

type Applied = { version: number; name: string; checksum: string };

export type MigrateOptions = {
  /** Called with a line for each thing that is applied. */
  report?: (line: string) => void;
  /** Where the embedded Postgres keeps its files, if it is the one. */
  embeddedIn?: string;
  /** How long it waits for transactions that hold a table; writers wait along. 10 s by default. */
  lockTimeoutMs?: number;
};

const INSUFFICIENT_PRIVILEGE = "42501";

/** An arbitrary number, the same in every process: the advisory lock of whoever migrates. */
const LOCK_KEY = 7_164_302_915;

/**
 * Applies what is missing of `directory`'s numbered files, the files of functions that changed, and
 * the grants; returns the names of all. Any role may find that nothing is missing. Throws StartError
 * when a file fails, the role may not apply it, a numbered one was edited after it was applied, the
 * database is ahead of the files or has the history from before the baseline, or another
 * transaction holds a table for too long.
 */
export async function migrate(
  sql: Sql,
  directory: string,
  { report = () => {}, embeddedIn, lockTimeoutMs = 10_000 }: MigrateOptions = {},
): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const functions = await readFunctionFiles(directory);
  const grants = await readGrants(directory);
  return await begin(sql, async (tx) => {
    await tx`select set_config('statement_timeout', '0', true),
      set_config('search_path', 'pg_catalog, pg_temp', true)`;
    await tx`select pg_advisory_xact_lock(${LOCK_KEY})`;
    await tx`select set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`;
    await requireNoOldHistory(tx, embeddedIn);
    const missing = findMissing(migrations, await readApplied(tx));
    if (missing.length > 0) await requireOwner(tx);
    for (const migration of missing) {
      report(`Migrating: ${migration.name}`);
      await apply(tx, migration);
    }
    // A numbered file may have dropped functions and triggers that stood in its way.
    const changed = await applyFunctions(tx, functions, missing.length > 0);
    if (changed.length > 0) report(`Migrating: functions and triggers (files: ${changed.length})`);
    const names = [...missing.map(({ name }) => name), ...changed];
    return [...names, ...await applyGrants(tx, grants, names.length > 0)];
  }).catch((error) => {
    if (error.code === LOCK_NOT_AVAILABLE) throw lockTimeout();
    throw error.code === INSUFFICIENT_PRIVILEGE ? notOwner() : error;
  });
}

function lockTimeout(): StartError {
  return new StartError(
    "The database cannot be updated: other transactions hold its tables. Nothing was applied.",
    "Wait for long transactions to end, or end them (pg_stat_activity lists them), and start again.",
  );
}

async function requireNoOldHistory(tx: Transaction, embeddedIn?: string): Promise<void> {
  const [{ live, history }] = await tx`
    select to_regprocedure('live.touch()') is not null as live,
      to_regclass('public.schema_migrations') is not null as history`;
  const [{ listed }] = history
    ? await tx`
      select exists (
        select from public.schema_migrations m where to_jsonb(m) ->> 'name' = '0001_users.sql'
      ) as listed`
    : [{ listed: false }];
  if (!live && !listed) return;
  throw new StartError(
    "A version of Liaison from before the first release made this database; it cannot be updated.",
    `To start afresh, ${
      embeddedIn ? `remove the directory ${resolve(embeddedIn)}` : "use an empty database"
    }. To take its rows along, do what migrations/README.md says under "Rows of the old history".`,
  );
}

async function readApplied(tx: Transaction): Promise<Applied[]> {
  const [{ found }] = await tx`select to_regclass('private.migrations') is not null as found`;
  if (!found) await createBookkeeping(tx);
  return await tx<Applied[]>`
    select version, name, checksum from private.migrations order by version`;
}

async function createBookkeeping(tx: Transaction): Promise<void> {
  await tx`create schema private`;
  await tx`
    create table private.migrations (
      version integer primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`;
  await tx`
    create table private.function_files (
      name text primary key,
      checksum text not null,
      makes jsonb not null,
      applied_at timestamptz not null default now()
    )`;
}

async function apply(tx: Transaction, migration: Migration): Promise<void> {
  await runFile(tx, migration);
  const { version, name, checksum } = migration;
  await tx`insert into private.migrations ${tx({ version, name, checksum })}`;
}

/** The files to apply. Throws StartError where files and database contradict each other. */
function findMissing(migrations: Migration[], applied: Applied[]): Migration[] {
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
  return migrations.slice(applied.length);
}
