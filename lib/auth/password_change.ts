/** Another password. Whoever knew the old one is signed out. */
import { passwordInput } from "../contract/account.ts";
import { AppError } from "../contract/errors.ts";
import { parse, wrong } from "../contract/parse.ts";
import type { Queries } from "../db/pool.ts";
import { attempt, transact } from "../db/app_errors.ts";
import { clearFailures, recordFailure, refuseAfterFailures } from "./failures.ts";
import type { Identity } from "./identity.ts";
import { hashPassword, isPassword, takeTurn } from "./passwords.ts";
import type { Client } from "./settings.ts";

/**
 * Changes the caller's password by a `passwordInput`, and ends all their other sessions. Wrong
 * attempts count as failed sign-ins. Throws `invalid_input`, `forbidden` and `rate_limited`.
 */
export async function changePassword(
  sql: Queries,
  { user, sessionId }: Identity,
  input: unknown,
  client: Client,
): Promise<void> {
  if (user.role === "service") throw new AppError("forbidden", "Services have no password");
  const { current_password, new_password } = parse(passwordInput, input);
  const hash = await takeTurn(async () => {
    await requirePassword(sql, user.email, current_password, client);
    return await hashPassword(new_password);
  });
  await transact(sql, async (tx) => {
    await tx`update users set password_hash = ${hash} where id = ${user.id}`;
    await tx`delete from sessions where user_id = ${user.id} and id <> ${sessionId}`;
  });
}

async function requirePassword(sql: Queries, email: string, password: string, client: Client) {
  await refuseAfterFailures(sql, email, client);
  const [account] = await attempt(() =>
    sql<{ password_hash: string | null }[]>`
      select password_hash from users where lower(email) = lower(${email})`
  );
  if (!await isPassword(password, account?.password_hash ?? null)) {
    await recordFailure(sql, email, client);
    throw wrong("current_password", "this is not your password");
  }
  await clearFailures(sql, email, client);
}
