/** Who calls: one lookup for HTTP and for the handshake of sockets. */
import type { Identity, User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import type { AuthSettings } from "./settings.ts";
import { readToken } from "./tokens.ts";

/**
 * The identity behind a token; null if there is none. Throws `unavailable` where the database
 * does not answer.
 */
export async function identify(
  sql: Queries,
  auth: AuthSettings,
  token: string | null,
): Promise<Identity | null> {
  const claims = token ? await readToken(auth, token) : null;
  if (!claims) return null;
  const session = await findSession(sql, claims.sessionId, claims.userId);
  if (!session) return null;
  if (session.unseen) await noteSeen(sql, claims.sessionId);
  const expiresAt = new Date(Math.min(+session.expires_at, +claims.expiresAt));
  return { user: session.user, sessionId: claims.sessionId, expiresAt };
}

async function findSession(sql: Queries, id: number, userId: number) {
  const [session] = await attempt(() =>
    sql<{ expires_at: Date; user: User; unseen: boolean }[]>`
      select s.expires_at, private.user_json(u) as user,
        coalesce(s.last_seen_at, s.created_at) < now() - interval '5 minutes' as unseen
      from private.sessions s join users u on u.id = s.user_id
      where s.id = ${id} and s.user_id = ${userId} and s.expires_at > now()`
  );
  return session;
}

/** A failure is ignored: that the database cannot write is no reason to refuse the call. */
async function noteSeen(sql: Queries, id: number): Promise<void> {
  await sql`update private.sessions set last_seen_at = now() where id = ${id}`.catch(() => {});
}
