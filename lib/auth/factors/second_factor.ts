/** Whether somebody who gave the right password has the second factor, too. */
import { record } from "../../audit/entries.ts";
import { AppError } from "../../contract/errors.ts";
import { attempt } from "../../db/app_errors.ts";
import type { Queries } from "../../db/pool.ts";
import { markOf, nameOf } from "../devices.ts";
import { giveBack, type Limit, takeAttempt } from "../passwords/attempts.ts";
import { unseal } from "../seals.ts";
import type { AuthSettings, Remote } from "../settings.ts";
import { hashOf, plainCode, stepOf } from "./codes.ts";

/** So many wrong codes are allowed in an hour; strangers use up nothing of a known device. */
const MOST_WRONG = 20;

/** What the secrets of authenticator apps are sealed for. */
export const SECRETS = "authenticator";

type Person = { id: number; email: string };

/** Whether this person signs in with a second factor. */
export async function hasSecondFactor(sql: Queries, userId: number): Promise<boolean> {
  const [found] = await attempt(() =>
    sql`select from private.authenticators where user_id = ${userId}`
  );
  return found !== undefined;
}

/**
 * Takes the code of a person who has a second factor, which is used up by that. Wrong ones count
 * before they are checked. Throws `second_factor_needed` where it is missing, wrong or was used, and
 * `rate_limited`.
 */
export async function requireSecondFactor(
  sql: Queries,
  auth: AuthSettings,
  user: Person,
  otp: string | undefined,
  remote: Remote,
): Promise<void> {
  if (!await hasSecondFactor(sql, user.id)) return;
  if (!otp?.trim()) throw needed("Enter the code of your authenticator app, or a recovery code");
  const own = limitOf(auth, user, remote);
  const id = await takeAttempt(sql, [own], "Too many wrong codes; try again later");
  if (await useCode(sql, auth, user.id, otp, remote)) return await giveBack(sql, id, own.key);
  const entry = { action: "second_factor_wrong", actor: null, person: user.id } as const;
  await record(sql, auth.log, { ...entry, from: remote });
  throw needed("This code is wrong or was used before");
}

function limitOf(auth: AuthSettings, { id, email }: Person, { marks = [] }: Remote): Limit {
  const mark = markOf(auth, marks, email);
  const key = mark ? `second factor on device ${nameOf(mark)}` : `second factor of ${id}`;
  return { key, most: MOST_WRONG };
}

function needed(detail: string): AppError {
  const path = "otp";
  return new AppError("second_factor_needed", detail, { errors: [{ path, message: detail }] });
}

async function useCode(
  sql: Queries,
  auth: AuthSettings,
  userId: number,
  otp: string,
  from: Remote,
): Promise<boolean> {
  const code = plainCode(otp);
  if (/^\d+$/.test(code)) return await useAppCode(sql, auth, userId, code);
  const { count } = await attempt(() =>
    sql`delete from private.recovery_codes where user_id = ${userId} and hash = ${hashOf(code)}`
  );
  if (count === 0) return false;
  const entry = { action: "recovery_code_used", actor: userId, person: userId, from } as const;
  await record(sql, auth.log, entry);
  return true;
}

/** Of two calls with one code, at the same time too, one succeeds. */
async function useAppCode(sql: Queries, auth: AuthSettings, userId: number, code: string) {
  const [app] = await attempt(() =>
    sql<{ secret: string }[]>`
      select secret from private.authenticators where user_id = ${userId}`
  );
  const secret = app && await unseal<string>(auth, SECRETS, app.secret);
  const step = secret ? stepOf(secret, code) : null;
  if (step === null) return false;
  const { count } = await attempt(() =>
    sql`
      update private.authenticators set last_step = ${step}, last_used_at = now()
      where user_id = ${userId} and last_step < ${step}`
  );
  return count > 0;
}
