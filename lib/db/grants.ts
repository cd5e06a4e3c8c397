/** What the app's own role may do: `migrations/grants.sql`, applied where there is such a role. */
import { StartError } from "./errors.ts";
import { runFile, type SqlFile } from "./migration_files.ts";
import type { Queries, Transaction } from "./pool.ts";

/** The role that the app works as, or a group of which that role is a member. */
export const APP_ROLE = "liaison_app";

/**
 * Applies the file if it is not what was applied last, or to another role of that name, and if
 * there are `newObjects`; returns its name if so.
 */
export async function applyGrants(
  tx: Transaction,
  file: SqlFile | undefined,
  newObjects: boolean,
): Promise<string[]> {
  const [role] = await tx<{ oid: string }[]>`
    select oid::text from pg_roles where rolname = ${APP_ROLE}`;
  if (!file || !role) return [];
  const version = `${file.checksum} for ${role.oid}`;
  const [applied] = await tx<{ checksum: string }[]>`
    select checksum from private.function_files where name = ${file.name}`;
  if (applied?.checksum === version && !newObjects) return [];
  await requireOwner(tx);
  await runFile(tx, file);
  await tx`
    insert into private.function_files (name, checksum, makes) values (${file.name}, ${version}, '[]')
    on conflict (name) do update set checksum = excluded.checksum, applied_at = now()`;
  return [file.name];
}

/** Throws StartError unless the connection's role may change the schema. */
export async function requireOwner(sql: Queries): Promise<void> {
  if (!await isOwner(sql)) throw notOwner();
}

/** Whether the connection's role owns what migrations make, or may make it in an empty database. */
export async function isOwner(sql: Queries): Promise<boolean> {
  const [{ owns }] = await sql<{ owns: boolean }[]>`
    select coalesce(
      (select pg_has_role(nspowner, 'usage') from pg_namespace where nspname = 'private'),
      has_database_privilege(current_database(), 'create')
    ) as owns`;
  return owns;
}

/** Why the database is not brought up to date, and what to do. */
export function notOwner(): StartError {
  return new StartError(
    "The database has to be migrated, and the role of this address may not: it does not own it.",
    "Run `deno task migrate` with OWNER_DATABASE_URL set to the owner's address, then start again.",
  );
}
