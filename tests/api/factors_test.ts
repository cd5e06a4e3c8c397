/** A second factor: an authenticator app, and recovery codes for when it is lost. */
import assert from "node:assert/strict";
import { authenticatorSetup, factors, recoveryCodes } from "../../lib/contract/factors.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertAdmin } from "../helpers/factories.ts";
import { codeOf, giveAuthenticator } from "../helpers/factors.ts";
import { problem } from "../helpers/problems.ts";

const ada = {
  email: "ada@example.org",
  password: "correct horse",
  full_name: "Ada Lovelace",
  role: "patient",
};
const password = { current_password: ada.password };

Deno.test("an account with an authenticator app asks for its code, or a recovery code", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { body: { token, user } } = await app.call("POST /api/auth/register", { body: ada });
  const as = (path: string, body?: unknown) => app.call(path, { token, body });
  const login = (otp?: string, email = ada.email) =>
    app.call("POST /api/auth/login", { body: { email, password: ada.password, otp } });
  let [secret, used, codes]: [string, string, string[]] = ["", "", []];

  await t.step("it is set up with the password and the app's code", async () => {
    const begin = "PUT /api/auth/authenticator/setup";
    problem("invalid_input", await as(begin, { current_password: "wrong horse" }));
    const begun = authenticatorSetup.parse((await as(begin, password)).body);
    secret = begun.secret;
    assert.equal(new URL(begun.uri).searchParams.get("secret"), secret);
    assert.equal((await login()).status, 200, "nothing is asked for before it is finished");
    const { setup } = begun;
    problem("invalid_input", await as("PUT /api/auth/authenticator", { setup, otp: "12345" }));
    const other = await app.tokenOf(user);
    used = codeOf(secret);
    const body = { setup, otp: used };
    const elsewhere = await app.call("PUT /api/auth/authenticator", { token: other, body });
    problem("invalid_input", elsewhere);
    const added = await as("PUT /api/auth/authenticator", body);
    codes = recoveryCodes.parse(added.body).recovery_codes;
    assert.equal(codes.length, 10);
  });
  await t.step("the secret and the codes are not readable in the database", async () => {
    const [row] = await db.sql`
      select a::text || (select string_agg(r::text, '') from private.recovery_codes r) as text
      from private.authenticators a`;
    for (const text of [secret, ...codes, codes[0].replaceAll("-", "")]) {
      assert.ok(!row.text.includes(text));
    }
  });
  await t.step("a code signs in once", async () => {
    problem("second_factor_needed", await login());
    problem("second_factor_needed", await login("000000x"));
    problem("second_factor_needed", await login(used));
    const code = codeOf(secret, 1);
    const answers = await Promise.all([login(code), login(code), login(code)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401]);
    problem("unauthenticated", await login(codeOf(secret, 1), "bob@example.org"));
  });
  await t.step("a recovery code signs in once, however it is typed", async () => {
    const typed = codes[0].toUpperCase().replaceAll("-", " ");
    assert.equal((await login(typed)).status, 200);
    problem("second_factor_needed", await login(codes[0]));
    const { recovery_codes } = factors.parse((await as("GET /api/auth/factors")).body);
    assert.equal(recovery_codes, 9);
  });
  await t.step("new recovery codes end the earlier ones", async () => {
    problem("invalid_input", await as("PUT /api/auth/recovery-codes", { current_password: "x" }));
    const { body } = await as("PUT /api/auth/recovery-codes", password);
    problem("second_factor_needed", await login(codes[1]));
    codes = recoveryCodes.parse(body).recovery_codes;
  });
  await t.step("wrong codes are counted, and then the right one is refused", async () => {
    await db.sql`delete from private.attempts`;
    const statuses = [];
    for (let i = 0; i < 21; i++) statuses.push((await login("wrong")).status);
    assert.deepEqual(statuses, [...Array(20).fill(401), 429]);
    problem("rate_limited", await login(codes[0]));
    await db.sql`delete from private.attempts`;
  });
  await t.step("what happened is in the security log", async () => {
    const rows = await db.sql<{ action: string }[]>`
      select distinct action from private.audit
      where person_id = ${user.id} and action ~ 'factor|authenticator|recovery' order by action`;
    assert.deepEqual(rows.map(({ action }) => action), [
      "authenticator_added",
      "recovery_code_used",
      "recovery_codes_made",
      "second_factor_wrong",
    ]);
  });
  await t.step("removing it needs the password", async () => {
    const remove = "DELETE /api/auth/authenticator";
    problem("invalid_input", await as(remove, { current_password: "wrong horse" }));
    problem("second_factor_needed", await login());
    assert.equal((await as(remove, password)).status, 204);
    assert.equal((await login()).status, 200);
    const { body } = await as("GET /api/auth/factors");
    assert.deepEqual(factors.parse(body), { authenticator: null, recovery_codes: 0 });
    problem("conflict", await as("PUT /api/auth/recovery-codes", password));
  });
});

Deno.test("an admin without a second factor decides nothing", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const admin = await insertAdmin(db.sql);
  const token = await app.tokenOf(admin);
  const list = () => app.call("GET /api/admin/researchers", { token });
  await db.sql`delete from private.authenticators where user_id = ${admin.id}`;
  problem("forbidden", await list());
  assert.equal((await app.call("GET /api/auth/factors", { token })).status, 200);
  await giveAuthenticator(db.sql, admin);
  assert.equal((await list()).status, 200);
});
