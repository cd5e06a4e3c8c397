import type { User } from "../contract/users.ts";
import { attempt } from "../db/app_errors.ts";
import type { Queries } from "../db/pool.ts";
import { clearFailures, recordFailure, refuseAfterFailures } from "./failures.ts";
import { isPassword } from "./passwords.ts";
import type { Remote } from "./settings.ts";

export type Account = { user: User; passwordHash: string };

/**
 * The account that `password` belongs to; null for a wrong password or an unknown address, which
 * take as long and count as a failure. Throws `rate_limited` after too many of these.
 */
export async function checkPassword(
  sql: Queries,
  email: string,
  password: string,
  remote: Remote,
): Promise<Account | null> {
  await refuseAfterFailures(sql, email, remote);
  const { user, passwordHash } = await findAccount(sql, email);
  const isRight = await isPassword(password, passwordHash);
  if (!user || !passwordHash || !isRight) {
    await recordFailure(sql, email, remote);
    return null;
  }
  await clearFailures(sql, email, remote);
  return { user, passwordHash };
}

async function findAccount(sql: Queries, email: string) {
  const [account = { user: null, passwordHash: null }] = await attempt(() =>
    sql<{ user: User | null; passwordHash: string | null }[]>`
      select password_hash as "passwordHash", private.user_json(u) as user
      from users u left join private.credentials on user_id = u.id
      where lower(email) = lower(${email})`
  );
  return account;
}
