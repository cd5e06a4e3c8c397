/** Sign-ins that are under way while the password changes. */
import assert from "node:assert/strict";
import { authenticate, login, register, signIn } from "../../lib/auth/accounts.ts";
import { identify } from "../../lib/auth/identity.ts";
import { changePassword } from "../../lib/auth/password_change.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { rejectsWith } from "../helpers/app_errors.ts";
import { auth, remote } from "../helpers/auth.ts";

const ada = {
  email: "ada@example.org",
  password: "correct horse",
  full_name: "Ada Lovelace",
  role: "patient",
};
const input = { current_password: ada.password, new_password: "staple battery" };

async function registerAda(sql: Sql) {
  const { token } = await register(sql, auth, ada, remote);
  return (await identify(sql, auth, token))!;
}

async function sessionIds(sql: Sql): Promise<number[]> {
  return (await sql<{ id: number }[]>`select id from private.sessions`).map(({ id }) => id);
}

Deno.test("a sign-in with a password that was changed meanwhile fails", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const identity = await registerAda(sql);
  const person = await authenticate(sql, ada, remote);
  await changePassword(sql, identity, input, remote);
  await rejectsWith("unauthenticated", signIn(sql, auth, person, remote));
  assert.deepEqual(await sessionIds(sql), [identity.sessionId]);
});

Deno.test("a change of the password leaves no session of sign-ins at the same time", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const identity = await registerAda(sql);
  const logins = Array.from({ length: 6 }, () => login(sql, auth, ada, remote));
  await Promise.allSettled([...logins, changePassword(sql, identity, input, remote)]);
  assert.deepEqual(await sessionIds(sql), [identity.sessionId]);
  await login(sql, auth, { ...ada, password: input.new_password }, remote);
});
