/** How the tests sign people in. */
import { authenticate, finishSignIn } from "../../lib/auth/accounts.ts";
import { startSession } from "../../lib/auth/sessions.ts";
import type { AuthSettings, Remote } from "../../lib/auth/settings.ts";
import type { User } from "../../lib/contract/users.ts";
import { Offsets } from "../../lib/db/offset.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { createLog } from "../../lib/log.ts";

/** The secret of every app that tests start. */
export const SECRET = "a secret that only the tests know, long enough for any algorithm";

export const auth: AuthSettings = {
  secret: new TextEncoder().encode(SECRET),
  secureCookies: false,
  allowedOrigins: ["https://friend.example.org"],
  registrations: { perAddress: 60, inTotal: 600 },
  log: createLog("silent"),
};

/** The offsets of every app that tests start. */
export const offsets = new Offsets(auth.secret);

/** Where calls of the tests come from. */
export const remote = { address: "192.0.2.1", userAgent: "test" };

/** A token of a new session of somebody. */
export async function tokenOf(
  sql: Sql,
  { id }: { id: number },
  userAgent = remote.userAgent,
): Promise<string> {
  const lasting = { remember: false, isRenewal: true }; // no sign-in, for which pages would show a banner
  const { token } = await startSession(
    sql,
    auth,
    { id } as User,
    { ...remote, userAgent },
    lasting,
  );
  return token;
}

/** Signs in with a `loginInput`. */
export async function login(sql: Sql, settings: AuthSettings, input: unknown, from: Remote) {
  return await finishSignIn(
    sql,
    settings,
    await authenticate(sql, settings, input, from),
    from,
    null,
  );
}
