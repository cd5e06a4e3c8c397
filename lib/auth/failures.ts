/** Failed sign-ins, counted in Postgres so that they count in all processes and over restarts. */
import { AppError } from "../contract/errors.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import type { Remote } from "./settings.ts";

const WINDOW = "15 minutes";
/** How many are allowed in the window: for an account from one address, and for an address. */
const LIMITS = { account: 10, address: 100 };

/** Throws `rate_limited` when this address, or it with this account, failed too often lately. */
export async function refuseAfterFailures(sql: Queries, email: string, remote: Remote) {
  const keys = keysOf(email, remote);
  const counts = await attempt(() =>
    sql<{ key: string; failures: number; wait: number }[]>`
      select key, count(*)::int as failures,
        greatest(1, ceil(extract(epoch from min(at) + ${WINDOW}::interval - now())))::int as wait
      from private.login_failures
      where key in ${sql([keys.account, keys.address])} and at > now() - ${WINDOW}::interval
      group by key`
  );
  const over = counts.filter(({ key, failures }) =>
    failures >= (key === keys.account ? LIMITS.account : LIMITS.address)
  );
  if (over.length === 0) return;
  const retryAfter = Math.max(...over.map(({ wait }) => wait));
  throw new AppError("rate_limited", "Too many failed attempts to sign in; try again later", {
    retryAfter,
  });
}

/** Counts a failed sign-in, and deletes those that no longer count. */
export async function recordFailure(sql: Queries, email: string, remote: Remote): Promise<void> {
  const { account, address } = keysOf(email, remote);
  await attempt(() =>
    sql`
      with old as (
        delete from private.login_failures
        where key in (${account}, ${address}) and at <= now() - ${WINDOW}::interval
      )
      insert into private.login_failures (key) values (${account}), (${address})`
  );
  await deleteOld(sql);
}

/** A success clears the account's failures from this address, not those of the address. */
export async function clearFailures(sql: Queries, email: string, remote: Remote): Promise<void> {
  const { account } = keysOf(email, remote);
  await attempt(() => sql`delete from private.login_failures where key = ${account}`);
}

function keysOf(email: string, { address }: Remote) {
  return { account: `account ${email.toLowerCase()} ${address}`, address: `address ${address}` };
}

const DELETE_EVERY_MS = 60_000;
let deletedAt = 0;

async function deleteOld(sql: Queries): Promise<void> {
  if (Date.now() - deletedAt < DELETE_EVERY_MS) return;
  deletedAt = Date.now();
  await attempt(() =>
    sql`delete from private.login_failures where at <= now() - ${WINDOW}::interval`
  );
}
