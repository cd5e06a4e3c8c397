/**
 * Functions and triggers. A file of `migrations/functions/` whose text changed is run again, and what
 * it made before and makes no more is dropped: the database has what the files have, and nothing else.
 */
import { requireOwner } from "./grants.ts";
import { runFile, type SqlFile } from "./migration_files.ts";
import type { Transaction } from "./pool.ts";

/** What a file made when it was applied, such as `trigger _200_touch on public.users`. */
type Applied = { name: string; checksum: string; makes: string[] };

/** As writers lock them, so that no writer and the migration wait for each other. */
const LOCK_ORDER = [
  "public.users",
  "public.schedules",
  "public.meeting_requests",
  "public.meeting_notifications",
];

/**
 * Applies the files that changed, or all of them, and returns their names. Throws StartError when one
 * fails.
 */
export async function applyFunctions(
  tx: Transaction,
  files: SqlFile[],
  all: boolean,
): Promise<string[]> {
  const applied = await tx<Applied[]>`
    select name, checksum, makes from private.function_files where name like 'functions/%'`;
  const changed = all ? files : without(files, applied);
  const outdated = all ? applied : without(applied, files);
  if (changed.length + outdated.length === 0) return [];
  await requireOwner(tx);

  if (changed.some(({ text }) => text.includes("trigger"))) await lockTables(tx);
  // A function may name others that come later.
  await tx`select set_config('check_function_bodies', 'off', true)`;
  for (const { name } of outdated) {
    await tx`delete from private.function_files where name = ${name}`;
  }
  for (const file of changed) await apply(tx, file);
  await dropUnmade(tx, outdated.flatMap(({ makes }) => makes));
  return changed.map(({ name }) => name);
}

type Version = { name: string; checksum: string };

function without<T extends Version>(files: T[], others: Version[]): T[] {
  const key = ({ name, checksum }: Version) => `${name} ${checksum}`;
  const known = new Set(others.map(key));
  return files.filter((file) => !known.has(key(file)));
}

async function lockTables(tx: Transaction): Promise<void> {
  const tables = await tx<{ name: string }[]>`
    select name from unnest(${LOCK_ORDER}::text[]) with ordinality list (name, place)
    where to_regclass(name) is not null order by place`;
  for (const { name } of tables) {
    await tx`lock table ${tx(name)} in share row exclusive mode`;
  }
}

async function apply(tx: Transaction, file: SqlFile): Promise<void> {
  const before = await listMade(tx);
  await runFile(tx, file);
  const makes = (await listMade(tx)).filter((made) => !before.includes(made));
  const { name, checksum } = file;
  await tx`insert into private.function_files ${tx({ name, checksum, makes: tx.json(makes) })}`;
}

/** What this transaction has made or replaced up to now, triggers first. */
async function listMade(tx: Transaction): Promise<string[]> {
  const rows = await tx<{ made: string }[]>`
    select format('trigger %I on %s', tgname, tgrelid::regclass) as made from pg_trigger
    where xmin = pg_current_xact_id()::xid and not tgisinternal
    union all
    select format('function %s', oid::regprocedure) from pg_proc
    where xmin = pg_current_xact_id()::xid
    order by made desc`;
  return rows.map(({ made }) => made);
}

async function dropUnmade(tx: Transaction, candidates: string[]): Promise<void> {
  const applied = await tx<Applied[]>`select makes from private.function_files`;
  const made = new Set(applied.flatMap(({ makes }) => makes));
  const gone = candidates.filter((candidate) => !made.has(candidate));
  for (const one of gone.toSorted().reverse()) {
    await tx.unsafe(`drop ${one.replace(" ", " if exists ")}`);
  }
}
