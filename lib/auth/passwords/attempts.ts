/**
 * Wrong passwords and registrations, counted in Postgres so that they count in all processes and
 * over restarts.
 */
import { AppError } from "../../contract/errors.ts";
import type { Queries } from "../../db/pool.ts";
import { attempt } from "../../db/app_errors.ts";

/** At most so many attempts with this key in an hour. */
export type Limit = { key: string; most: number };

/** Counts for a key without ever refusing. */
export const UNLIMITED = 2 ** 31 - 1;

/**
 * Counts an attempt for the keys of `limits` before it is made; the id is for `giveBack`. Throws
 * `rate_limited` with the text `refusal`, and counts nothing, where one of them is reached. `sql` is
 * the pool: in a transaction that fails afterwards the attempt would not have counted.
 */
export async function takeAttempt(
  sql: Queries,
  limits: Limit[],
  refusal: string,
): Promise<string> {
  const [keys, most] = [limits.map(({ key }) => key), limits.map(({ most }) => most)];
  const [{ attempt: id, wait }] = await attempt(() =>
    sql<{ attempt: string; wait: number | null }[]>`
      select attempt, wait from private.take_attempt(${keys}, ${most}, '1 hour')`
  );
  if (wait === null) return id;
  throw new AppError("rate_limited", refusal, { retryAfter: Math.max(1, wait) });
}

/** Uncounts an attempt that was none after all, and for `key` alone those before it. */
export async function giveBack(
  sql: Queries,
  id: string,
  key: string | null = null,
): Promise<void> {
  await attempt(() => sql`delete from private.attempts where attempt = ${id} or key = ${key}`);
}
