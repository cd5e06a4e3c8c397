/** What a change of the password ends, also of sign-ins that are under way. */
import assert from "node:assert/strict";
import { authenticate, register, signIn } from "../../lib/auth/accounts.ts";
import { changePassword } from "../../lib/auth/changes.ts";
import { identify } from "../../lib/auth/identity.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { rejectsWith } from "../helpers/app_errors.ts";
import { auth, login, remote } from "../helpers/auth.ts";

const ada = {
  email: "ada@example.org",
  password: "correct horse",
  full_name: "Ada Lovelace",
  role: "patient",
};
const input = { current_password: ada.password, new_password: "staple battery" };

async function registerAda(sql: Sql) {
  const { token } = await register(sql, auth, ada, remote);
  return { token, caller: { identity: (await identify(sql, auth, token))!, remote } };
}

/** The sessions by which somebody is signed in. */
async function sessionsOf(sql: Sql) {
  return await sql<{ id: number; idle: string }[]>`
    select id, idle_limit::text as idle from private.sessions`;
}

Deno.test("a changed password replaces the session, and ends all others", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { token, caller } = await registerAda(sql);
  const elsewhere = await login(sql, auth, ada, remote);
  await sql`insert into private.calendar_feeds (user_id) select id from users`;
  const { signIn } = await changePassword(sql, auth, caller, input);
  for (const old of [token, elsewhere.token]) assert.equal(await identify(sql, auth, old), null);
  assert.deepEqual((await identify(sql, auth, signIn.token))?.user, caller.identity.user);
  assert.equal((await sessionsOf(sql)).length, 1);
  assert.equal((await sql`select from private.calendar_feeds`).count, 0);
});

Deno.test("the new session lasts as the one did that it replaces", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  await register(sql, auth, ada, remote);
  let password = ada.password;
  for (const [remember, idle] of [[true, "14 days"], [false, "12:00:00"]] as const) {
    const { token } = await login(sql, auth, { ...ada, password, remember }, remote);
    const caller = { identity: (await identify(sql, auth, token))!, remote };
    const change = { current_password: password, new_password: `staple battery ${remember}` };
    const made = await changePassword(sql, auth, caller, change);
    assert.equal(made.remember, remember);
    assert.deepEqual((await sessionsOf(sql)).map(({ idle }) => idle), [idle]);
    password = change.new_password;
  }
});

Deno.test("a sign-in with a password that was changed meanwhile fails", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { caller } = await registerAda(sql);
  const person = await authenticate(sql, auth, ada, remote);
  await changePassword(sql, auth, caller, input);
  await rejectsWith("unauthenticated", signIn(sql, auth, person, remote));
  assert.equal((await sessionsOf(sql)).length, 1);
});

Deno.test("a change of the password leaves no session of sign-ins at the same time", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { caller } = await registerAda(sql);
  const logins = Array.from({ length: 6 }, () => login(sql, auth, ada, remote));
  const change = changePassword(sql, auth, caller, input);
  await Promise.allSettled(logins);
  const { token } = (await change).signIn;
  const { sessionId } = (await identify(sql, auth, token))!;
  assert.deepEqual((await sessionsOf(sql)).map(({ id }) => id), [sessionId]);
  await login(sql, auth, { ...ada, password: input.new_password }, remote);
});
