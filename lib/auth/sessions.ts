/** Sessions, a row each. A token is valid as long as the row of its session exists. */
import { confirmationInput, type Session } from "../contract/account.ts";
import { AppError } from "../contract/errors.ts";
import { parse } from "../contract/parse.ts";
import type { Identity, SignIn, User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { recordSignIn } from "../audit/sign_ins.ts";
import { attempt } from "../db/app_errors.ts";
import { type Caller, confirmPassword } from "./passwords/confirmation.ts";
import type { AuthSettings, Remote } from "./settings.ts";
import { markOf } from "./devices.ts";
import { signToken } from "./tokens.ts";

/**
 * How long a session lasts: a person's until it was not used for 12 hours, or for 14 days where it
 * is to be remembered; a service's for so many days, used or not. One that renews another is no sign-in.
 */
export type Lasting = { remember: boolean; isRenewal?: boolean } | { days: number };

const IDLE = { remembered: "14 days", others: "12 hours" };

/** A person's session ends after so many days in any case. */
export const LONGEST_DAYS = 90;
/** A person has so many sessions. The one that was used longest ago makes room for a new one. */
const MOST_SESSIONS = 20;

/** Makes a session, and the token for it. `expires_at` moves on as the session is used. */
export async function startSession(
  tx: Queries,
  auth: AuthSettings,
  user: User,
  remote: Remote,
  lasting: Lasting = { remember: false },
): Promise<SignIn> {
  const { id, expires_at, ends_at } = await insertSession(tx, user.id, remote.userAgent, lasting);
  if (!("days" in lasting)) {
    await deleteSurplus(tx, user.id);
    const isKnownDevice = markOf(auth, remote.marks ?? [], user.email) !== undefined;
    const signedIn = { user, session: id, from: remote, isKnownDevice };
    if (!lasting.isRenewal) await recordSignIn(tx, auth.log, signedIn);
  }
  const token = await signToken(auth, { userId: user.id, sessionId: id, expiresAt: ends_at });
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

/**
 * Ends one of the caller's sessions, at once, with the password in a `confirmationInput`. Throws
 * `not_found`, and as `confirmPassword` does.
 */
export async function endSession(
  sql: Queries,
  auth: AuthSettings,
  caller: Caller,
  id: number,
  input: unknown,
): Promise<void> {
  await confirmPassword(sql, auth, caller, parse(confirmationInput, input).current_password);
  const { user } = caller.identity;
  const { count } = await attempt(() =>
    sql`delete from private.sessions where id = ${id} and user_id = ${user.id}`
  );
  if (count === 0) throw new AppError("not_found", "There is no such session");
}

/**
 * Ends all of the caller's sessions but the present one, with the password in a
 * `confirmationInput`. Throws as `confirmPassword` does.
 */
export async function endOtherSessions(
  sql: Queries,
  auth: AuthSettings,
  caller: Caller,
  input: unknown,
): Promise<void> {
  await confirmPassword(sql, auth, caller, parse(confirmationInput, input).current_password);
  const { user, sessionId } = caller.identity;
  await attempt(() =>
    sql`delete from private.sessions where user_id = ${user.id} and id <> ${sessionId}`
  );
}

/** Whether a session goes on after the browser is closed. */
export async function isRemembered(sql: Queries, id: number): Promise<boolean> {
  const [session] = await attempt(() =>
    sql`
      select from private.sessions
      where id = ${id} and idle_limit = ${IDLE.remembered}::text::interval`
  );
  return session !== undefined;
}

async function insertSession(
  tx: Queries,
  userId: number,
  userAgent: string | null,
  lasting: Lasting,
) {
  const idle = "days" in lasting ? null : lasting.remember ? IDLE.remembered : IDLE.others;
  const days = "days" in lasting ? lasting.days : LONGEST_DAYS;
  const [session] = await tx<{ id: number; expires_at: Date; ends_at: Date }[]>`
    insert into private.sessions (user_id, user_agent, idle_limit, expires_at)
    values (
      ${userId}, ${userAgent?.slice(0, 300).toWellFormed() ?? null}, ${idle}::text::interval,
      date_trunc('second', now()) + coalesce(${idle}::text::interval, make_interval(days => ${days}))
    )
    returning id, expires_at,
      date_trunc('second', created_at) + make_interval(days => ${days}) as ends_at`;
  return session;
}

async function deleteSurplus(tx: Queries, userId: number): Promise<void> {
  await tx`
    delete from private.sessions where id in (
      select id from private.sessions where user_id = ${userId}
      order by expires_at > now() desc, coalesce(last_seen_at, created_at) desc, id desc
      offset ${MOST_SESSIONS}
    )`;
}
