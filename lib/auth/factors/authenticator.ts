/** Setting up an authenticator app, and recovery codes for when it is lost. */
import { type Action, record } from "../../audit/entries.ts";
import { confirmationInput } from "../../contract/account.ts";
import { AppError } from "../../contract/errors.ts";
import {
  authenticatorInput,
  type AuthenticatorSetup,
  type Factors,
} from "../../contract/factors.ts";
import { parse, wrong } from "../../contract/parse.ts";
import { attempt, transact } from "../../db/app_errors.ts";
import type { Queries } from "../../db/pool.ts";
import { type Caller, confirmPassword } from "../passwords/confirmation.ts";
import { giveBack, takeAttempt } from "../passwords/attempts.ts";
import { seal, unseal } from "../seals.ts";
import type { AuthSettings } from "../settings.ts";
import { hashOf, newRecoveryCodes, newSecret, plainCode, secretUri, stepOf } from "./codes.ts";
import { SECRETS } from "./second_factor.ts";

/** A set-up that has begun: whose, with which secret, and until when. */
type Setup = { session: number; secret: string; until: number };

const SETUP = "authenticator setup";
const SETUP_MS = 15 * 60_000;

/** The factors of a person, as they are shown. */
export async function findFactors(sql: Queries, userId: number): Promise<Factors> {
  const [factors] = await attempt(() =>
    sql<Factors[]>`
      select
        (select json_build_object('created_at', private.iso(created_at),
          'last_used_at', private.iso(last_used_at))
        from private.authenticators where user_id = ${userId}) as authenticator,
        (select count(*)::integer from private.recovery_codes where user_id = ${userId})
          as recovery_codes`
  );
  return factors;
}

/**
 * Begins to set up an authenticator app, with the password in a `confirmationInput`. Nothing is kept
 * until `addAuthenticator` is called with the `setup`, within 15 minutes. Throws as `confirmPassword`
 * does.
 */
export async function beginAuthenticator(
  sql: Queries,
  auth: AuthSettings,
  caller: Caller,
  input: unknown,
): Promise<AuthenticatorSetup> {
  await confirmPassword(sql, auth, caller, parse(confirmationInput, input).current_password);
  const { sessionId, user } = caller.identity;
  const secret = newSecret();
  const begun: Setup = { session: sessionId, secret, until: Date.now() + SETUP_MS };
  return { setup: await seal(auth, SETUP, begun), ...shownSecret(secret, user.email) };
}

/**
 * What to show again of a `setup` of this caller that has begun. Throws `invalid_input` where it is
 * none.
 */
export async function readSetup(
  auth: AuthSettings,
  { identity }: Caller,
  setup: string,
): Promise<AuthenticatorSetup> {
  const { secret } = await openSetup(auth, identity.sessionId, setup);
  return { setup, ...shownSecret(secret, identity.user.email) };
}

/**
 * Adds the authenticator app of an `authenticatorInput`, in place of an earlier one; returns new
 * recovery codes, which are not shown again. Throws `invalid_input` and `rate_limited`.
 */
export async function addAuthenticator(
  sql: Queries,
  auth: AuthSettings,
  caller: Caller,
  input: unknown,
): Promise<string[]> {
  const { setup, otp } = parse(authenticatorInput, input);
  const { user, sessionId } = caller.identity;
  const { secret } = await openSetup(auth, sessionId, setup);
  const limit = { key: `setup of ${user.id}`, most: 20 };
  const id = await takeAttempt(sql, [limit], "Too many wrong codes; try again later");
  const step = stepOf(secret, plainCode(otp));
  if (step === null) throw wrong("otp", "this is not the code that the app shows now");
  await giveBack(sql, id, limit.key);
  const sealed = await seal(auth, SECRETS, secret);
  return await transact(sql, async (tx) => {
    await tx`
      insert into private.authenticators (user_id, secret, last_step)
      values (${user.id}, ${sealed}, ${step})
      on conflict (user_id) do update set secret = excluded.secret,
        last_step = excluded.last_step, created_at = now(), last_used_at = null`;
    await note(tx, auth, caller, "authenticator_added");
    return await replaceCodes(tx, user.id);
  });
}

/**
 * Removes the caller's authenticator app and recovery codes, with the password in a
 * `confirmationInput`. Throws as `confirmPassword` does.
 */
export async function removeAuthenticator(
  sql: Queries,
  auth: AuthSettings,
  caller: Caller,
  input: unknown,
): Promise<void> {
  await confirmPassword(sql, auth, caller, parse(confirmationInput, input).current_password);
  await transact(sql, async (tx) => {
    await tx`delete from private.authenticators where user_id = ${caller.identity.user.id}`;
    await note(tx, auth, caller, "authenticator_removed");
  });
}

/**
 * New recovery codes in place of those that are left, with the password in a `confirmationInput`.
 * Throws `conflict` without an authenticator app, and as `confirmPassword` does.
 */
export async function renewRecoveryCodes(
  sql: Queries,
  auth: AuthSettings,
  caller: Caller,
  input: unknown,
): Promise<string[]> {
  await confirmPassword(sql, auth, caller, parse(confirmationInput, input).current_password);
  const { id } = caller.identity.user;
  return await transact(sql, async (tx) => {
    const [app] = await tx`
      select from private.authenticators where user_id = ${id} for no key update`;
    if (!app) throw new AppError("conflict", "Recovery codes belong to an authenticator app");
    await note(tx, auth, caller, "recovery_codes_made");
    return await replaceCodes(tx, id);
  });
}

function shownSecret(secret: string, email: string) {
  return { secret, uri: secretUri(secret, email) };
}

async function openSetup(auth: AuthSettings, session: number, sealed: string): Promise<Setup> {
  const setup = await unseal<Setup>(auth, SETUP, sealed);
  if (setup?.session === session && setup.until > Date.now()) return setup;
  throw wrong("setup", "has expired; begin again");
}

async function replaceCodes(tx: Queries, userId: number): Promise<string[]> {
  const codes = newRecoveryCodes();
  await tx`delete from private.recovery_codes where user_id = ${userId}`;
  const rows = codes.map((code) => ({ user_id: userId, hash: hashOf(code) }));
  await tx`insert into private.recovery_codes ${tx(rows)}`;
  return codes;
}

async function note(tx: Queries, auth: AuthSettings, caller: Caller, action: Action) {
  const { identity: { user }, remote: from } = caller;
  await record(tx, auth.log, { action, actor: user.id, person: user.id, from });
}
