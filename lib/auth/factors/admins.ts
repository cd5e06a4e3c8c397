/** Admins decide who acts as a researcher, so a password alone is not enough for them. */
import { AppError } from "../../contract/errors.ts";
import type { User } from "../../contract/users.ts";
import type { Queries } from "../../db/pool.ts";
import { DEMO_ADMIN } from "../demo.ts";
import type { AuthSettings } from "../settings.ts";
import { listPasskeys } from "./passkeys.ts";
import { hasSecondFactor } from "./second_factor.ts";

/** Whether this admin has yet to set up a second factor or a passkey. The demo's needs none. */
export async function lacksFactor(sql: Queries, auth: AuthSettings, user: User): Promise<boolean> {
  if (user.role !== "admin" || (auth.demo && user.email === DEMO_ADMIN)) return false;
  if (await hasSecondFactor(sql, user.id)) return false;
  return (await listPasskeys(sql, user.id)).length === 0;
}

/** Throws `forbidden` for an admin without a second factor. */
export async function requireFactor(sql: Queries, auth: AuthSettings, user: User): Promise<void> {
  if (!await lacksFactor(sql, auth, user)) return;
  throw new AppError(
    "forbidden",
    "Admins need an authenticator app or a passkey; see /settings/security",
  );
}
