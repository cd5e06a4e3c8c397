/** Changes of passwords. They end all other sessions. */
import type { Identity } from "../contract/users.ts";
import { passwordInput } from "../contract/account.ts";
import { AppError } from "../contract/errors.ts";
import { parse, wrong } from "../contract/parse.ts";
import type { Queries } from "../db/pool.ts";
import { transact } from "../db/app_errors.ts";
import { checkPassword } from "./password_check.ts";
import { hashPassword, takeTurn } from "./passwords.ts";
import type { Remote } from "./settings.ts";

/**
 * Changes the caller's password by a `passwordInput`, and ends all their other sessions. Wrong
 * attempts count as failed sign-ins. Throws `invalid_input`, `forbidden` and `rate_limited`.
 */
export async function changePassword(
  sql: Queries,
  { user, sessionId }: Identity,
  input: unknown,
  remote: Remote,
): Promise<void> {
  if (user.role === "service") throw new AppError("forbidden", "Services have no password");
  const { current_password, new_password } = parse(passwordInput, input);
  const hash = await takeTurn(async () => {
    if (!await checkPassword(sql, user.email, current_password, remote)) {
      throw wrong("current_password", "this is not your password");
    }
    return await hashPassword(new_password);
  });
  await transact(sql, async (tx) => {
    await tx`update private.credentials set password_hash = ${hash} where user_id = ${user.id}`;
    await tx`delete from private.sessions where user_id = ${user.id} and id <> ${sessionId}`;
  });
}
