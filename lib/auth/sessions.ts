/** Sessions, a row each. A token is valid as long as the row of its session exists. */
import type { Session } from "../contract/account.ts";
import { AppError } from "../contract/errors.ts";
import type { Identity, SignIn, User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import type { AuthSettings, Remote } from "./settings.ts";
import { signToken } from "./tokens.ts";

/** Makes a session of seven days, or of `days`, and the token for it. */
export async function startSession(
  tx: Queries,
  auth: AuthSettings,
  user: User,
  { userAgent }: Remote,
  days = 7,
): Promise<SignIn> {
  await deleteExpiredSessions(tx);
  const { id, expires_at } = await insertSession(tx, user.id, userAgent, days);
  const token = await signToken(auth, { userId: user.id, sessionId: id, expiresAt: expires_at });
  return { token, expires_at: expires_at.toISOString(), user };
}

/** Ends the session, and with it its token and its sockets. */
export async function logout(sql: Queries, { sessionId }: Identity): Promise<void> {
  await attempt(() => sql`delete from private.sessions where id = ${sessionId}`);
}

/** Ends the session that a sign-in of another person replaces in a browser, for its open pages. */
export async function endReplaced(
  sql: Queries,
  replaced: Identity | null,
  { user }: SignIn,
): Promise<void> {
  if (replaced && replaced.user.id !== user.id) await logout(sql, replaced);
}

/** The latest hundred of a caller's valid sessions, the present one first. */
export async function listSessions(
  sql: Queries,
  { user, sessionId }: Identity,
): Promise<Session[]> {
  return await attempt(() =>
    sql<Session[]>`
      select id, user_agent, private.iso(created_at) as created_at,
        private.iso(last_seen_at) as last_seen_at, private.iso(expires_at) as expires_at,
        id = ${sessionId} as current
      from private.sessions where user_id = ${user.id} and expires_at > now()
      order by current desc, coalesce(last_seen_at, sessions.created_at) desc, id desc
      limit 100`
  );
}

/** Ends one of the caller's sessions, at once. Throws `not_found`. */
export async function endSession(sql: Queries, { user }: Identity, id: number): Promise<void> {
  const { count } = await attempt(() =>
    sql`delete from private.sessions where id = ${id} and user_id = ${user.id}`
  );
  if (count === 0) throw new AppError("not_found", "There is no such session");
}

/** Ends all of the caller's sessions but the present one. */
export async function endOtherSessions(
  sql: Queries,
  { user, sessionId }: Identity,
): Promise<void> {
  await attempt(() =>
    sql`delete from private.sessions where user_id = ${user.id} and id <> ${sessionId}`
  );
}

async function insertSession(
  tx: Queries,
  userId: number,
  userAgent: string | null,
  days: number,
) {
  const [session] = await tx<{ id: number; expires_at: Date }[]>`
    insert into private.sessions (user_id, user_agent, expires_at)
    values (
      ${userId}, ${userAgent?.slice(0, 300).toWellFormed() ?? null},
      date_trunc('second', now()) + make_interval(days => ${days})
    )
    returning id, expires_at`;
  return session;
}

async function deleteExpiredSessions(tx: Queries): Promise<void> {
  await tx`
    delete from private.sessions where id in (
      select id from private.sessions where expires_at < now() limit 100 for update skip locked
    )`;
}
