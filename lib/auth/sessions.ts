/** Sessions: a row each. The row's end is the token's end, however it comes about. */
import type { SignIn, User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/refusals.ts";
import type { Identity } from "./identity.ts";
import type { AuthSettings, Client } from "./settings.ts";
import { signToken } from "./tokens.ts";

/** Makes a session of seven days, or of `days`, and the token for it. */
export async function startSession(
  tx: Queries,
  auth: AuthSettings,
  user: User,
  { userAgent }: Client,
  days = 7,
): Promise<SignIn> {
  await deleteExpiredSessions(tx);
  const { id, expires_at } = await insertSession(tx, user.id, userAgent, days);
  const token = await signToken(auth, { userId: user.id, sessionId: id, expiresAt: expires_at });
  return { token, expires_at: expires_at.toISOString(), user };
}

/** Ends the session: its token and its sockets are dead from here. */
export async function logout(sql: Queries, { sessionId }: Identity): Promise<void> {
  await attempt(() => sql`delete from sessions where id = ${sessionId}`);
}

async function insertSession(
  tx: Queries,
  userId: number,
  userAgent: string | null,
  days: number,
) {
  const [session] = await tx<{ id: number; expires_at: Date }[]>`
    insert into sessions (user_id, user_agent, expires_at)
    values (
      ${userId}, ${userAgent?.slice(0, 300).toWellFormed() ?? null},
      date_trunc('second', now()) + make_interval(days => ${days})
    )
    returning id, expires_at`;
  return session;
}

async function deleteExpiredSessions(tx: Queries): Promise<void> {
  await tx`
    delete from sessions where id in (
      select id from sessions where expires_at < now() limit 100 for update skip locked
    )`;
}
