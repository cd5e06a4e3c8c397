/** The files of `migrations/`: numbered ones that are applied once, and those of `functions/`. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type postgres from "postgres";
import { StartError } from "./errors.ts";
import type { Transaction } from "./pool.ts";

/** A file of SQL; `name` is its path below `migrations/`. */
export type SqlFile = { name: string; checksum: string; text: string };
export type Migration = SqlFile & { version: number };

const GRANTS_FILE = "grants.sql";
/** `deno task schema` writes `schema.sql`, and nothing applies it. */
const OTHER_FILES = [GRANTS_FILE, "schema.sql"];
/** No fault of a file's: a lock was not granted in time. */
export const LOCK_NOT_AVAILABLE = "55P03";

/** The numbered files, in order. Throws StartError for odd names and for two of one number. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await listSqlFiles(directory)).filter((name) => !OTHER_FILES.includes(name));
  const migrations = await Promise.all(names.map((name) => readMigration(directory, name)));
  const versions = migrations.map((migration) => migration.version);
  const doubled = versions.findIndex((version, index) => versions.indexOf(version) !== index);
  if (doubled === -1) return migrations;
  throw new StartError(
    `Two migrations have the number ${versions[doubled]}: ${migrations[doubled].name} is one.`,
    "Renumber the one that has not landed yet.",
  );
}

/** The files of functions and triggers, by name. */
export async function readFunctionFiles(directory: string): Promise<SqlFile[]> {
  const names = await listSqlFiles(join(directory, "functions"));
  return await Promise.all(names.map((name) => readSqlFile(directory, `functions/${name}`)));
}

/** What the app's role is granted; undefined where there is no such file. */
export async function readGrants(directory: string): Promise<SqlFile | undefined> {
  const isThere = (await listSqlFiles(directory)).includes(GRANTS_FILE);
  return isThere ? await readSqlFile(directory, GRANTS_FILE) : undefined;
}

async function listSqlFiles(directory: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(directory)) {
    if (entry.isFile && entry.name.endsWith(".sql")) names.push(entry.name);
  }
  return names.sort();
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  const version = Number(/^(\d{4})_\w+\.sql$/.exec(name)?.[1] ?? NaN);
  if (Number.isNaN(version)) {
    throw new StartError(
      `${join(directory, name)} is not named like a migration.`,
      "Name it with four digits and words, 0007_reminders.sql, or move it elsewhere.",
    );
  }
  return { version, ...await readSqlFile(directory, name) };
}

async function readSqlFile(directory: string, name: string): Promise<SqlFile> {
  // Line ends are the checkout's business and must not change the checksum.
  const text = (await Deno.readTextFile(join(directory, name))).replaceAll("\r\n", "\n");
  return { name, text, checksum: createHash("sha256").update(text).digest("hex") };
}

/**
 * Runs a file's statements. Throws StartError, with the line, where one fails or ends `tx`; and
 * Postgres' own error LOCK_NOT_AVAILABLE.
 */
export async function runFile(tx: Transaction, file: SqlFile): Promise<void> {
  const before = await transactionId(tx);
  await tx.unsafe(file.text).simple().catch((error) => {
    throw error.code === LOCK_NOT_AVAILABLE ? error : failureOf(file, error);
  });
  if (await transactionId(tx) === before) return;
  throw new StartError(
    `The migration ${file.name} ends its own transaction.`,
    "Take `commit` and `rollback` out of it: all that is missing is applied in one transaction.",
  );
}

async function transactionId(tx: Transaction): Promise<string> {
  const [{ id }] = await tx`select pg_current_xact_id()::text as id`;
  return id;
}

function failureOf({ name, text }: SqlFile, error: postgres.PostgresError): StartError {
  const place = error.position ? ` at ${describe(text, Number(error.position))}` : "";
  const details = [error.message, error.detail, error.where, error.hint].filter(Boolean);
  return new StartError(
    `The migration ${name} failed${place}: ${details.join("; ")}`,
    "Nothing was applied. Correct the file, or what it met in the database, and start again.",
  );
}

/** A position in the file, counted in characters from 1, as its line and the line's text. */
function describe(text: string, position: number): string {
  const before = [...text].slice(0, position - 1).join("").split("\n");
  const line = text.split("\n")[before.length - 1].trim();
  return `line ${before.length} (\`${line}\`)`;
}
