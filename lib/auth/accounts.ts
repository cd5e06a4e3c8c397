/** Registration and sign-in. */
import { AppError } from "../contract/errors.ts";
import { parse } from "../contract/parse.ts";
import {
  loginInput,
  type RegisterInput,
  registerInput,
  type SignIn,
  type User,
} from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt, transact } from "../db/app_errors.ts";
import { clearFailures, recordFailure, refuseAfterFailures } from "./failures.ts";
import { hashPassword, isPassword, takeTurn } from "./passwords.ts";
import { startSession } from "./sessions.ts";
import type { AuthSettings, Client } from "./settings.ts";

/** An account that is yet to be made. */
export type Draft = { account: RegisterInput; passwordHash: string };

/**
 * Makes an account from a `registerInput` and signs it in. Throws `invalid_input` and
 * `email_taken`.
 */
export async function register(
  sql: Queries,
  auth: AuthSettings,
  input: unknown,
  client: Client,
): Promise<SignIn> {
  return await createAccount(sql, auth, await draftAccount(input), client);
}

/** The slow part of `register`, which needs no database. Throws `invalid_input`. */
export async function draftAccount(input: unknown): Promise<Draft> {
  const account = parse(registerInput, input);
  return { account, passwordHash: await takeTurn(() => hashPassword(account.password)) };
}

/** The other part. Throws `email_taken`. */
export async function createAccount(
  sql: Queries,
  auth: AuthSettings,
  { account, passwordHash }: Draft,
  client: Client,
): Promise<SignIn> {
  return await transact(sql, async (tx) => {
    const user = await insertUser(tx, account, passwordHash);
    return await startSession(tx, auth, user, client);
  });
}

/**
 * Signs in with a `loginInput`. Throws `invalid_input`, `unauthenticated` (the same for an unknown
 * address and a wrong password) and `rate_limited`.
 */
export async function login(
  sql: Queries,
  auth: AuthSettings,
  input: unknown,
  client: Client,
): Promise<SignIn> {
  return await signIn(sql, auth, await authenticate(sql, input, client), client);
}

/** Somebody who knew the password behind this hash. */
export type Authenticated = { user: User; passwordHash: string };

/** Whose password a `loginInput` has; the slow part of `login`, which throws as that does. */
export async function authenticate(
  sql: Queries,
  input: unknown,
  client: Client,
): Promise<Authenticated> {
  const { email, password } = parse(loginInput, input);
  return await takeTurn(() => requirePassword(sql, email, password, client));
}

/** The other part: a new session, unless the password has been changed meanwhile. */
export async function signIn(
  sql: Queries,
  auth: AuthSettings,
  { user, passwordHash }: Authenticated,
  client: Client,
): Promise<SignIn> {
  return await transact(sql, async (tx) => {
    const { count } = await tx`
      select from users where id = ${user.id} and password_hash = ${passwordHash} for share`;
    if (count === 0) throw new AppError("unauthenticated", refused);
    return await startSession(tx, auth, user, client);
  });
}

const refused = "The e-mail address or the password is wrong";

async function requirePassword(
  sql: Queries,
  email: string,
  password: string,
  client: Client,
): Promise<Authenticated> {
  await refuseAfterFailures(sql, email, client);
  const account = await findAccount(sql, email);
  const passwordHash = account?.password_hash ?? null;
  const isRight = await isPassword(password, passwordHash);
  if (!account || !passwordHash || !isRight) {
    await recordFailure(sql, email, client);
    throw new AppError("unauthenticated", refused);
  }
  await clearFailures(sql, email, client);
  return { user: account.user, passwordHash };
}

async function findAccount(sql: Queries, email: string) {
  const [account] = await attempt(() =>
    sql<{ password_hash: string | null; user: User }[]>`
      select password_hash, live.user_json(u) as user
      from users u where lower(email) = lower(${email})`
  );
  return account;
}

async function insertUser(
  tx: Queries,
  account: RegisterInput,
  passwordHash: string,
): Promise<User> {
  const { email, full_name, role, time_zone = "UTC" } = account;
  const [{ user }] = await tx<{ user: User }[]>`
    insert into users as u (
      email, full_name, role, password_hash, time_zone, specialty, institution, bio
    ) values (
      ${email}, ${full_name}, ${role}, ${passwordHash}, ${time_zone},
      ${account.specialty || null}, ${account.institution || null}, ${account.bio || null}
    )
    returning live.user_json(u) as user`;
  return user;
}
