/** Changes of how somebody signs in. Each asks for the present password. */
import type { SignIn, User } from "../contract/users.ts";
import { emailInput, passwordInput } from "../contract/account.ts";
import { parse } from "../contract/parse.ts";
import type { Queries } from "../db/pool.ts";
import { type Action, record } from "../audit/entries.ts";
import { transact } from "../db/app_errors.ts";
import { refuseCommonPassword } from "./passwords/common.ts";
import { type Caller, confirmPassword } from "./passwords/confirmation.ts";
import { hashPassword } from "./passwords/hashing.ts";
import { isRemembered, startSession } from "./sessions.ts";
import type { AuthSettings } from "./settings.ts";

/**
 * Changes the caller's password by a `passwordInput`. It ends all their sessions and their calendar
 * feed; the result is a new session in place of the present one, which lasts as that one did
 * (`remember`). Throws as `confirmPassword` does.
 */
export async function changePassword(
  sql: Queries,
  auth: AuthSettings,
  caller: Caller,
  input: unknown,
): Promise<{ signIn: SignIn; remember: boolean }> {
  const { user, sessionId } = caller.identity;
  const { current_password, new_password } = parse(passwordInput, input);
  refuseCommonPassword("new_password", new_password, user);
  await confirmPassword(sql, auth, caller, current_password);
  const hash = await hashPassword(new_password);
  return await transact(sql, async (tx) => {
    await tx`update private.credentials set password_hash = ${hash} where user_id = ${user.id}`;
    const remember = await isRemembered(tx, sessionId);
    await endAccess(tx, user.id);
    const lasting = { remember, isRenewal: true };
    const signIn = await startSession(tx, auth, user, caller.remote, lasting);
    await recordOwn(tx, auth, "password_changed", caller);
    return { signIn, remember };
  });
}

/**
 * Ends what somebody got with an earlier password: all sessions, the calendar feed, and a link for a
 * new one.
 */
export async function endAccess(tx: Queries, userId: number): Promise<void> {
  await tx`delete from private.sessions where user_id = ${userId}`;
  await tx`delete from private.calendar_feeds where user_id = ${userId}`;
  await tx`delete from private.reset_links where user_id = ${userId}`;
}

/**
 * Changes the address by which the caller signs in, by an `emailInput`; returns the changed user.
 * Throws `email_taken`, and as `confirmPassword` does.
 */
export async function changeEmail(
  sql: Queries,
  auth: AuthSettings,
  caller: Caller,
  input: unknown,
): Promise<User> {
  const { email, current_password } = parse(emailInput, input);
  await confirmPassword(sql, auth, caller, current_password);
  const { id } = caller.identity.user;
  return await transact(sql, async (tx) => {
    const [{ user }] = await tx<{ user: User }[]>`
      update users u set email = ${email} where id = ${id} returning private.user_json(u) as user`;
    await recordOwn(tx, auth, "email_changed", caller);
    return user;
  });
}

async function recordOwn(
  tx: Queries,
  { log }: AuthSettings,
  action: Action,
  { identity: { user, sessionId }, remote }: Caller,
): Promise<void> {
  const [actor, person] = [user.id, user.id];
  await record(tx, log, { action, actor, person, subject: sessionId, from: remote });
}
