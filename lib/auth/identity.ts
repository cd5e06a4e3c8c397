/** Who calls: one lookup for HTTP and for the handshake of sockets. */
import type { Identity, User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import { LONGEST_DAYS } from "./sessions.ts";
import type { AuthSettings } from "./settings.ts";
import { type Claims, readToken } from "./tokens.ts";

const A_YEAR_S = 366 * 86_400;

/**
 * The identity behind a token; null if there is none. A call with `isUse` prolongs the session.
 * Throws `unavailable` where the database does not answer.
 */
export async function identify(
  sql: Queries,
  auth: AuthSettings,
  token: string | null,
  isUse = true,
): Promise<Identity | null> {
  const claims = token ? await readToken(auth, token) : null;
  const session = claims ? await findSession(sql, claims) : null;
  if (!claims || !session?.isValid) return null;
  if (isUse && session.unseen) await noteUse(sql, claims.sessionId);
  const expiresAt = new Date(Math.min(+session.expires_at, +claims.expiresAt));
  return { user: session.user, sessionId: claims.sessionId, expiresAt };
}

/**
 * Whether the session of a token came to its end by itself: nobody signed out, here or from
 * elsewhere. Known for a month. Throws `unavailable`.
 */
export async function hasExpired(
  sql: Queries,
  auth: AuthSettings,
  token: string | null,
): Promise<boolean> {
  const claims = token ? await readToken(auth, token, A_YEAR_S) : null;
  const session = claims ? await findSession(sql, claims) : null;
  return session ? !session.isValid : false;
}

async function findSession(sql: Queries, { sessionId, userId }: Claims) {
  const [session] = await attempt(() =>
    sql<{ expires_at: Date; isValid: boolean; user: User; unseen: boolean }[]>`
      select s.expires_at, s.expires_at > now() as "isValid", private.user_json(u) as user,
        coalesce(s.last_seen_at, s.created_at) < now() - interval '5 minutes' as unseen
      from private.sessions s join users u on u.id = s.user_id
      where s.id = ${sessionId} and s.user_id = ${userId}`
  );
  return session;
}

/** A failure is ignored: that the database cannot write is no reason to refuse the call. */
async function noteUse(sql: Queries, id: number): Promise<void> {
  await sql`
    update private.sessions set last_seen_at = now(), expires_at = case
      when idle_limit is null then expires_at
      else greatest(
        expires_at, least(now() + idle_limit, created_at + make_interval(days => ${LONGEST_DAYS}))
      ) end
    where id = ${id} and expires_at > now()`.catch(() => {});
}
