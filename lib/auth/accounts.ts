/** Registration and sign-in. */
import { AppError } from "../contract/errors.ts";
import { parse } from "../contract/parse.ts";
import {
  type Identity,
  loginInput,
  type RegisterInput,
  registerInput,
  type SignIn,
  type User,
} from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { transact } from "../db/app_errors.ts";
import { giveBack, takeAttempt } from "./passwords/attempts.ts";
import { refuseCommonPassword } from "./passwords/common.ts";
import { type Account, checkPassword } from "./passwords/check.ts";
import { hashPassword } from "./passwords/hashing.ts";
import { requireSecondFactor } from "./factors/second_factor.ts";
import { endReplaced, startSession } from "./sessions.ts";
import type { AuthSettings, Remote } from "./settings.ts";

/** Somebody who gave the right password, and whether to remember them. */
export type Person = Account & { remember: boolean };
/** An account that is yet to be made. */
export type Draft = { account: RegisterInput; passwordHash: string };

/**
 * Makes an account from a `registerInput`, which waits for approval if it is a researcher's, and signs
 * it in; that ends the session that it `replaces` in the browser. Throws as `draftAccount` and
 * `createAccount` do.
 */
export async function register(
  sql: Queries,
  auth: AuthSettings,
  input: unknown,
  remote: Remote,
  replaces: Identity | null = null,
): Promise<SignIn> {
  const signIn = await createAccount(
    sql,
    auth,
    await draftAccount(sql, auth, input, remote),
    remote,
  );
  await endReplaced(sql, replaces, signIn);
  return signIn;
}

/**
 * The slow part of `register`, which counts before it hashes. Throws `invalid_input`, `rate_limited`
 * and `unavailable`.
 */
export async function draftAccount(
  sql: Queries,
  { registrations }: AuthSettings,
  input: unknown,
  { address }: Remote,
): Promise<Draft> {
  const account = parse(registerInput, input);
  refuseCommonPassword("password", account.password, account);
  const limits = [
    { key: `registrations from ${address}`, most: registrations.perAddress },
    { key: "registrations", most: registrations.inTotal },
  ];
  const refusal = "Too many people have registered within an hour; try again later";
  const id = await takeAttempt(sql, limits, refusal);
  try {
    return { account, passwordHash: await hashPassword(account.password) };
  } catch (error) {
    await giveBack(sql, id); // the line is full, so nothing was hashed
    throw error;
  }
}

/** The other part. Throws `email_taken`. */
export async function createAccount(
  sql: Queries,
  auth: AuthSettings,
  { account, passwordHash }: Draft,
  remote: Remote,
): Promise<SignIn> {
  return await transact(sql, async (tx) => {
    const user = await insertUser(tx, account, passwordHash);
    return await startSession(tx, auth, user, remote);
  });
}

/**
 * The slow part of a sign-in: the account of a `loginInput` whose password, and second factor if it
 * has one, are right. Throws `second_factor_needed`, and as `authenticatePassword` does.
 */
export async function authenticate(
  sql: Queries,
  auth: AuthSettings,
  input: unknown,
  remote: Remote,
): Promise<Person> {
  const { otp, ...given } = parse(loginInput, input);
  const person = await authenticatePassword(sql, auth, given, remote);
  await requireSecondFactor(sql, auth, person.user, otp, remote);
  return person;
}

/**
 * As `authenticate`, without the second factor. Throws `invalid_input`, `unauthenticated` (the same
 * for an unknown address and a wrong password), `rate_limited` and `unavailable`.
 */
export async function authenticatePassword(
  sql: Queries,
  auth: AuthSettings,
  input: unknown,
  remote: Remote,
): Promise<Person> {
  const { remember, ...credentials } = parse(loginInput, input);
  const account = await checkPassword(sql, auth, credentials, remote);
  if (!account) throw wrongPassword();
  return { ...account, remember };
}

/** The other part: a new session, unless the password has been changed meanwhile. */
export async function signIn(
  sql: Queries,
  auth: AuthSettings,
  { user, passwordHash, remember }: Person,
  remote: Remote,
): Promise<SignIn> {
  return await transact(sql, async (tx) => {
    const { count } = await tx`
      select from private.credentials
      where user_id = ${user.id} and password_hash = ${passwordHash} for no key update`;
    if (count === 0) throw wrongPassword();
    return await startSession(tx, auth, user, remote, { remember });
  });
}

/** As `signIn`, and ends the session that the new one `replaces` in the browser. */
export async function finishSignIn(
  sql: Queries,
  auth: AuthSettings,
  person: Person,
  remote: Remote,
  replaces: Identity | null,
): Promise<SignIn> {
  const signedIn = await signIn(sql, auth, person, remote);
  await endReplaced(sql, replaces, signedIn);
  return signedIn;
}

function wrongPassword(): AppError {
  return new AppError("unauthenticated", "The email address or the password is wrong");
}

async function insertUser(
  tx: Queries,
  account: RegisterInput,
  passwordHash: string,
): Promise<User> {
  const { email, full_name, role, time_zone = "UTC" } = account;
  const [{ user }] = await tx<{ user: User }[]>`
    insert into users as u
      (email, full_name, role, time_zone, specialty, institution, bio, approved_at)
    values (
      ${email}, ${full_name}, ${role}, ${time_zone},
      ${account.specialty || null}, ${account.institution || null}, ${account.bio || null},
      case ${role}::text when 'researcher' then null else now() end
    )
    returning private.user_json(u) as user`;
  await tx`
    insert into private.credentials (user_id, password_hash) values (${user.id}, ${passwordHash})`;
  return user;
}
