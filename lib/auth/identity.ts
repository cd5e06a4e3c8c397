/** Who calls: one lookup for HTTP and for the handshake of sockets. */
import type { Identity, User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import { LONGEST_DAYS } from "./sessions.ts";
import type { AuthSettings } from "./settings.ts";
import { type Claims, readToken } from "./tokens.ts";

/** `expired`: there is no identity any more because the session came to its end by itself. */
export type Examined = { identity: Identity | null; expired: boolean };

const NOBODY: Examined = { identity: null, expired: false };
const A_YEAR_S = 366 * 86_400;

/** The identity of `examine`. */
export async function identify(...from: Parameters<typeof examine>): Promise<Identity | null> {
  return (await examine(...from)).identity;
}

/**
 * The identity behind a token, or why there is none. A call with `isUse` prolongs the session. That
 * one expired, and was not ended here or from elsewhere, is known for a month. Throws `unavailable`
 * where the database does not answer.
 */
export async function examine(
  sql: Queries,
  auth: AuthSettings,
  token: string | null,
  isUse = true,
): Promise<Examined> {
  const claims = token ? await readToken(auth, token, A_YEAR_S) : null;
  const session = claims ? await findSession(sql, claims) : null;
  if (!claims || !session) return NOBODY;
  if (!session.isValid || claims.expiresAt.getTime() <= Date.now()) {
    return { identity: null, expired: true };
  }
  if (isUse && session.unseen) await noteUse(sql, claims.sessionId);
  const { user, expires_at } = session;
  const expiresAt = new Date(Math.min(+expires_at, +claims.expiresAt));
  return { identity: { user, sessionId: claims.sessionId, expiresAt }, expired: false };
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
