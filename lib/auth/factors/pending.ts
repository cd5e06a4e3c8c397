/** A sign-in whose password was right and whose code is awaited; a cookie keeps it. */
import { createHash } from "node:crypto";
import { AppError } from "../../contract/errors.ts";
import type { User } from "../../contract/users.ts";
import { attempt } from "../../db/app_errors.ts";
import type { Queries } from "../../db/pool.ts";
import type { Person } from "../accounts.ts";
import { type AnyHeaders, cookieFrom, makeCookie } from "../credentials.ts";
import { seal, unseal } from "../seals.ts";
import type { AuthSettings } from "../settings.ts";

type Pending = { user: number; hash: string; remember: boolean; until: number };

const COOKIE = "pending";
const PURPOSE = "pending sign-in";
const SECONDS = 600;

/** The `Set-Cookie` value that keeps the sign-in of `person` for ten minutes. */
export async function pendingCookie(auth: AuthSettings, person: Person): Promise<string> {
  const { user, passwordHash, remember } = person;
  const until = Date.now() + SECONDS * 1000;
  const pending: Pending = { user: user.id, hash: digest(passwordHash), remember, until };
  return makeCookie(auth, COOKIE, await seal(auth, PURPOSE, pending), SECONDS);
}

/** The `Set-Cookie` value that ends it. */
export function clearedPendingCookie(auth: AuthSettings): string {
  return makeCookie(auth, COOKIE, "", 0);
}

/**
 * The person whose code is awaited. Throws `unauthenticated` where ten minutes have passed, or the
 * password has been changed meanwhile.
 */
export async function readPending(
  sql: Queries,
  auth: AuthSettings,
  headers: AnyHeaders,
): Promise<Person> {
  const pending = await unseal<Pending>(auth, PURPOSE, cookieFrom(headers, COOKIE) ?? "");
  if (pending && pending.until > Date.now()) {
    const [account] = await attempt(() =>
      sql<{ user: User; passwordHash: string }[]>`
        select private.user_json(u) as user, password_hash as "passwordHash"
        from users u join private.credentials on user_id = u.id where u.id = ${pending.user}`
    );
    if (account && digest(account.passwordHash) === pending.hash) {
      return { ...account, remember: pending.remember };
    }
  }
  throw new AppError("unauthenticated", "Too much time has passed; sign in again");
}

function digest(passwordHash: string): string {
  return createHash("sha256").update(passwordHash).digest("base64");
}
