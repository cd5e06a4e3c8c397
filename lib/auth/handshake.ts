/** Who makes the handshake of a socket. */
import type { Identity } from "../contract/users.ts";
import { AppError } from "../contract/errors.ts";
import type { Queries } from "../db/pool.ts";
import { tokenFrom } from "./credentials.ts";
import { examine } from "./identity.ts";
import { type AuthSettings, isOwnOrigin } from "./settings.ts";

type HandshakeHeaders = Record<string, string | undefined>;

/**
 * The caller of a handshake, by `auth.token`, a Bearer header or the cookie. A cookie comes along
 * whatever page opens the socket, so with it the page's origin must be ours. A page connects by
 * itself, so this is no use of the session. Throws AppErrors `unauthenticated`, `forbidden` and
 * `not_approved`.
 */
export async function identifyHandshake(
  sql: Queries,
  auth: AuthSettings,
  headers: HandshakeHeaders,
  token: unknown,
): Promise<Identity> {
  const found = typeof token === "string" && token !== ""
    ? { token, byCookie: false }
    : tokenFrom(headers);
  if (found.byCookie && !isOwnPage(auth, headers)) {
    throw new AppError("forbidden", "Pages of this origin may not connect; see ALLOWED_ORIGINS");
  }
  const { identity, expired } = await examine(sql, auth, found.token, false);
  if (!identity) {
    throw new AppError("unauthenticated", "A valid token is needed; sign in again", { expired });
  }
  if (!identity.user.approved) throw new AppError("not_approved", "The account is not approved");
  return identity;
}

function isOwnPage(auth: AuthSettings, { origin, host }: HandshakeHeaders): boolean {
  if (origin === undefined || auth.allowedOrigins.includes(origin)) return true;
  return isOwnOrigin(auth, origin, host);
}
