/**
 * Passkeys: a second way in, without a password. The device asks for a fingerprint, a face or a PIN,
 * so that a passkey alone is two factors.
 */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { type Action, record } from "../../audit/entries.ts";
import { confirmationInput } from "../../contract/account.ts";
import { AppError } from "../../contract/errors.ts";
import { type Passkey, passkeyInput, passkeySignInInput } from "../../contract/factors.ts";
import { parse, wrong } from "../../contract/parse.ts";
import type { User } from "../../contract/users.ts";
import { attempt, transact } from "../../db/app_errors.ts";
import type { Queries } from "../../db/pool.ts";
import type { Person } from "../accounts.ts";
import { type Caller, confirmPassword } from "../passwords/confirmation.ts";
import type { AuthSettings, Remote } from "../settings.ts";
import { sealChallenge, useChallenge } from "./challenges.ts";

const MOST = 20;

/** The caller's passkeys, the latest first. */
export async function listPasskeys(sql: Queries, userId: number): Promise<Passkey[]> {
  return await attempt(() =>
    sql<Passkey[]>`
      select id, name, private.iso(created_at) as created_at,
        private.iso(last_used_at) as last_used_at
      from private.passkeys p where user_id = ${userId} order by p.created_at desc, id`
  );
}

/**
 * Begins to add a passkey on the pages of `origin`, with the password in a `confirmationInput`: the
 * `options` are for the browser, the `challenge` is sent back with its answer. Throws `conflict` with
 * 20 of them, and as `confirmPassword` does.
 */
export async function beginPasskey(
  sql: Queries,
  auth: AuthSettings,
  caller: Caller,
  origin: string,
  input: unknown,
) {
  await confirmPassword(sql, auth, caller, parse(confirmationInput, input).current_password);
  const { user, sessionId } = caller.identity;
  const own = await listPasskeys(sql, user.id);
  if (own.length >= MOST) throw new AppError("conflict", `There are ${MOST} passkeys already`);
  const options = await generateRegistrationOptions({
    rpName: "Liaison",
    rpID: new URL(origin).hostname,
    userName: user.email,
    userDisplayName: user.full_name,
    userID: new TextEncoder().encode(`liaison ${user.id}`),
    excludeCredentials: own,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  return { options, challenge: await sealChallenge(auth, options.challenge, sessionId) };
}

/** Adds the passkey of a `passkeyInput`. Throws `invalid_input` and `conflict`. */
export async function addPasskey(
  sql: Queries,
  auth: AuthSettings,
  caller: Caller,
  origin: string,
  input: unknown,
): Promise<void> {
  const { challenge, response, name } = parse(passkeyInput, input);
  const { user, sessionId } = caller.identity;
  const { registrationInfo } = await verified(async () =>
    verifyRegistrationResponse({
      response: response as unknown as RegistrationResponseJSON,
      expectedChallenge: await useChallenge(sql, auth, challenge, sessionId),
      ...expected(origin),
    })
  );
  const { credential } = registrationInfo!;
  await transact(sql, async (tx) => {
    const { count } = await tx`
      insert into private.passkeys (id, user_id, public_key, counter, transports, name)
      values (${credential.id}, ${user.id}, ${credential.publicKey}, ${credential.counter},
        ${credential.transports ?? []}, ${name})
      on conflict do nothing`;
    if (count === 0) throw new AppError("conflict", "This passkey is there already");
    await note(tx, auth, "passkey_added", user.id, caller.remote);
  });
}

/**
 * Removes a passkey of the caller, with the password in a `confirmationInput`. Throws `not_found`, and
 * as `confirmPassword` does.
 */
export async function removePasskey(
  sql: Queries,
  auth: AuthSettings,
  caller: Caller,
  id: string,
  input: unknown,
): Promise<void> {
  await confirmPassword(sql, auth, caller, parse(confirmationInput, input).current_password);
  const userId = caller.identity.user.id;
  await transact(sql, async (tx) => {
    const { count } = await tx`
      delete from private.passkeys where id = ${id} and user_id = ${userId}`;
    if (count === 0) throw new AppError("not_found", "There is no such passkey");
    await note(tx, auth, "passkey_removed", userId, caller.remote);
  });
}

/** Begins a sign-in on the pages of `origin`; the same for everybody. */
export async function beginPasskeySignIn(auth: AuthSettings, origin: string) {
  const rpID = new URL(origin).hostname;
  const options = await generateAuthenticationOptions({ rpID, userVerification: "required" });
  return { options, challenge: await sealChallenge(auth, options.challenge) };
}

/**
 * Whose passkey answered, in a `passkeySignInInput`. Throws `invalid_input`, and `not_found` for
 * one that is not known here.
 */
export async function authenticatePasskey(
  sql: Queries,
  auth: AuthSettings,
  origin: string,
  input: unknown,
): Promise<Person> {
  const { challenge, response, remember } = parse(passkeySignInInput, input);
  const expectedChallenge = await useChallenge(sql, auth, challenge);
  const known = await findPasskey(sql, response.id);
  if (!known) throw new AppError("not_found", "This passkey is not known here");
  const { id, publicKey, counter, user, passwordHash } = known;
  const { authenticationInfo } = await verified(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge,
      credential: { id, publicKey: new Uint8Array(publicKey), counter: Number(counter) },
      ...expected(origin),
    })
  );
  await attempt(() =>
    sql`
      update private.passkeys set counter = ${authenticationInfo.newCounter}, last_used_at = now()
      where id = ${id}`
  );
  return { user, passwordHash, remember };
}

async function findPasskey(sql: Queries, id: string) {
  type Known = {
    id: string;
    publicKey: Uint8Array;
    counter: string;
    user: User;
    passwordHash: string;
  };
  const [known] = await attempt(() =>
    sql<Known[]>`
      select p.id, public_key as "publicKey", counter, private.user_json(u) as user,
        password_hash as "passwordHash"
      from private.passkeys p join users u on u.id = p.user_id
      join private.credentials c on c.user_id = u.id where p.id = ${id}`
  );
  return known;
}

/** What an answer must name; other parts of the library's input differ. */
function expected(origin: string) {
  const expectedRPID = new URL(origin).hostname;
  return { expectedOrigin: origin, expectedRPID, requireUserVerification: true };
}

/** The result of a check that succeeded. Whatever the library finds wrong is `invalid_input`. */
async function verified<T extends { verified: boolean }>(check: () => Promise<T>): Promise<T> {
  try {
    const result = await check();
    if (result.verified) return result;
  } catch (error) {
    if (error instanceof AppError) throw error;
  }
  throw wrong("response", "is not a valid answer of a passkey");
}

async function note(tx: Queries, auth: AuthSettings, action: Action, id: number, from: Remote) {
  await record(tx, auth.log, { action, actor: id, person: id, from });
}
