/** Asks for the password again, before what may not be done by whoever finds an open page. */
import type { Identity } from "../../contract/users.ts";
import { AppError } from "../../contract/errors.ts";
import { wrong } from "../../contract/parse.ts";
import type { Queries } from "../../db/pool.ts";
import { checkPassword } from "./check.ts";
import type { AuthSettings, Remote } from "../settings.ts";

/** Somebody who calls, and from where. */
export type Caller = { identity: Identity; remote: Remote };

/**
 * Throws unless `password` is the caller's. Wrong ones count as in sign-ins. Throws `invalid_input`
 * for the field `current_password`, `forbidden`, `rate_limited` and `unavailable`.
 */
export async function confirmPassword(
  sql: Queries,
  auth: AuthSettings,
  { identity: { user }, remote }: Caller,
  password: string,
): Promise<void> {
  if (user.role === "service") throw new AppError("forbidden", "Services have no password");
  if (await checkPassword(sql, auth, { email: user.email, password }, remote)) return;
  throw wrong("current_password", "this is not your password");
}
