/** What people change about their own account. */
import assert from "node:assert/strict";
import { session, userAnswer } from "../../lib/contract/account.ts";
import { CHOICE_TYPES, choicesAnswer } from "../../lib/contract/choices.ts";
import { signIn, type User } from "../../lib/contract/users.ts";
import { issueServiceToken } from "../../lib/auth/services.ts";
import { serveRoutes, type TestRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient, researcher } from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";
import { auth } from "../helpers/auth.ts";

const ada = {
  email: "ada@example.org",
  password: "correct horse",
  full_name: "Ada Lovelace",
  role: "patient",
};

async function registerAda(app: TestRoutes): Promise<string> {
  return (await app.call("POST /api/auth/register", { body: ada })).body.token;
}

const login = (app: TestRoutes, password: string) =>
  app.call("POST /api/auth/login", { body: { email: ada.email, password } });

const isGood = async (app: TestRoutes, token: string) =>
  (await app.call("GET /api/auth/me", { token })).status === 200;

Deno.test("a profile change changes the given fields alone", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [sarah, other] = [await researcher(db.sql), await researcher(db.sql)];
  const token = await app.tokenOf(sarah);
  const put = (body: unknown) => app.call("PUT /api/auth/me", { token, body });

  await t.step("what is named", async () => {
    const changes = { full_name: " Dr. Sarah Smith ", time_zone: "Europe/Berlin", locale: "de-DE" };
    const { user } = userAnswer.parse((await put(changes)).body);
    const { id, email, role, approved } = sarah;
    const expected = { ...changes, full_name: "Dr. Sarah Smith" };
    assert.deepEqual(user, { id, email, role, approved, ...expected });
    assert.deepEqual((await app.call("GET /api/auth/me", { token })).body, { user });
    assert.deepEqual((await put({})).body, { user });
  });
  await t.step("as patients see it; empty texts are none", async () => {
    await put({ specialty: "Neurology", institution: "Charité", bio: "Migraine" });
    await put({ institution: "", bio: null });
    const path = `GET /api/experts?search=${encodeURIComponent("Sarah Smith")}`;
    const { body } = await app.call(path, { token });
    const { specialty, institution, bio } = body.experts[0];
    assert.deepEqual([specialty, institution, bio], ["Neurology", null, null]);
  });
  await t.step("refused with nothing changed", async () => {
    const [before] = await db.sql`select u::text from users u where id = ${sarah.id}`;
    const cases: [body: unknown, path: string][] = [
      [{ full_name: "  " }, "full_name"],
      [{ full_name: "Fine", time_zone: "Mars/Olympus" }, "time_zone"],
      [{ full_name: "Fine", locale: "klingon" }, "locale"],
      [{ locale: "tlh-QO-xx-yy-zz-too-long-for-any-language-tag" }, "locale"],
      [{ bio: "x".repeat(2001) }, "bio"],
      [{ full_name: "Fine", role: "patient" }, "role"],
      [{ email: "other@example.org" }, "email"],
      [{ id: other.id }, "id"],
    ];
    for (const [body, path] of cases) {
      assert.equal(problem("invalid_input", await put(body)).errors?.[0].path, path);
    }
    const [after] = await db.sql`select u::text from users u where id = ${sarah.id}`;
    assert.deepEqual(after, before);
  });
  assert.deepEqual(app.logged, []);
});

Deno.test("a change of the password needs the old one, and ends all other sessions", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await registerAda(app);
  const elsewhere = (await login(app, ada.password)).body.token;
  const stranger = await app.tokenOf(await patient(db.sql));
  const put = (current_password: string, new_password: string) =>
    app.call("PUT /api/auth/password", { token, body: { current_password, new_password } });

  const wrong = problem("invalid_input", await put("not it", "staple battery"));
  assert.equal(wrong.errors?.[0].path, "current_password");
  for (const bad of ["short", "password123"]) {
    const refused = problem("invalid_input", await put(ada.password, bad));
    assert.equal(refused.errors?.[0].path, "new_password");
  }
  assert.ok(await isGood(app, elsewhere));

  const changed = await put(ada.password, "staple battery");
  const renewed = signIn.parse(changed.body).token;
  assert.match(changed.headers.getSetCookie()[0], new RegExp(`^session=${renewed}; `));
  const tokens = [token, elsewhere, stranger, renewed];
  assert.deepEqual(
    await Promise.all(tokens.map((one) => isGood(app, one))),
    [false, false, true, true],
  );
  problem("unauthenticated", await login(app, ada.password));
  assert.equal((await login(app, "staple battery")).status, 200);
});

Deno.test("wrong passwords in a change are limited as in sign-ins", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await registerAda(app);
  const body = { current_password: "a guess", new_password: "staple battery" };
  const change = (body: unknown) => app.call("PUT /api/auth/password", { token, body });
  await db.sql`
    insert into private.attempts (attempt, key, at)
    select gen_random_uuid(), 'account ada@example.org', now() from generate_series(1, 99)`;
  problem("invalid_input", await change(body));
  problem("rate_limited", await change({ ...body, current_password: ada.password }));
  problem("rate_limited", await login(app, ada.password));
});

Deno.test("another address needs the password, and is what its person signs in with", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await registerAda(app);
  await app.call("POST /api/auth/register", { body: { ...ada, email: "taken@example.org" } });
  const put = (email: string, current_password = ada.password) =>
    app.call("PUT /api/auth/email", { token, body: { email, current_password } });

  const wrong = problem("invalid_input", await put("king@example.org", "not it"));
  assert.equal(wrong.errors?.[0].path, "current_password");
  assert.equal(problem("invalid_input", await put("king")).errors?.[0].path, "email");
  problem("email_taken", await put("Taken@Example.org"));
  assert.equal((await login(app, ada.password)).status, 200);

  const { user } = userAnswer.parse((await put("king@example.org")).body);
  assert.equal(user.email, "king@example.org");
  problem("unauthenticated", await login(app, ada.password));
  const body = { email: "king@example.org", password: ada.password };
  assert.equal((await app.call("POST /api/auth/login", { body })).status, 200);
});

Deno.test("an account without a password cannot change it", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const body = { current_password: "guess", new_password: "staple battery" };
  const token = await app.tokenOf(await patient(db.sql));
  problem("invalid_input", await app.call("PUT /api/auth/password", { token, body }));
  const { token: service } = await issueServiceToken(db.sql, auth, "clinic");
  problem("forbidden", await app.call("PUT /api/auth/password", { token: service, body }));
  const { new_password: _, ...confirmation } = body;
  const end = { token: service, body: confirmation };
  problem("forbidden", await app.call("DELETE /api/auth/sessions", end));
});

const sessionsOf = async (app: TestRoutes, token: string) =>
  session.array().parse((await app.call("GET /api/auth/sessions", { token })).body.sessions);

Deno.test("sessions are listed and ended by their own person", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await registerAda(app);
  const john: User = (await app.call("GET /api/auth/me", { token })).body.user;
  const [second, third] = [await app.tokenOf(john), await app.tokenOf(john)];
  const body = { current_password: ada.password };
  const stranger = await app.tokenOf(await researcher(db.sql));

  await t.step("the present one is first, and no other person's is listed", async () => {
    const sessions = await sessionsOf(app, token);
    assert.deepEqual(sessions.map(({ current }) => current), [true, false, false]);
    assert.deepEqual(sessions.slice(1).map(({ user_agent }) => user_agent), ["test", "test"]);
    assert.equal((await sessionsOf(app, stranger)).length, 1);
  });
  await t.step("one is ended", async () => {
    const [{ id }] = (await sessionsOf(app, second)).filter(({ current }) => current);
    const end = `DELETE /api/auth/sessions/${id}`;
    problem("invalid_input", await app.call(end, { token: stranger, body }));
    problem("invalid_input", await app.call(end, { token, body: { current_password: "x" } }));
    problem("invalid_input", await app.call(end, { token, body: {} }));
    assert.ok(await isGood(app, second));
    assert.equal((await app.call(end, { token, body })).status, 204);
    assert.ok(!await isGood(app, second));
    problem("not_found", await app.call(end, { token, body }));
    problem("not_found", await app.call("DELETE /api/auth/sessions/x", { token, body }));
    const [{ id: theirs }] = await sessionsOf(app, stranger);
    problem("not_found", await app.call(`DELETE /api/auth/sessions/${theirs}`, { token, body }));
  });
  await t.step("all others are ended", async () => {
    const wrong = { token, body: { current_password: "x" } };
    problem("invalid_input", await app.call("DELETE /api/auth/sessions", wrong));
    assert.ok(await isGood(app, third));
    assert.equal((await app.call("DELETE /api/auth/sessions", { token, body })).status, 204);
    assert.deepEqual(
      await Promise.all([token, third, stranger].map((one) => isGood(app, one))),
      [true, false, true],
    );
  });
});

Deno.test("a session has the time of its last use, and an expired one is not listed", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const john = await patient(db.sql);
  const [token, old] = [await app.tokenOf(john), await app.tokenOf(john)];
  assert.equal((await sessionsOf(app, token))[0].last_seen_at, null);
  await db.sql`update private.sessions set created_at = now() - interval '1 hour'`;
  const seen = (await sessionsOf(app, token)).map(({ last_seen_at }) => last_seen_at !== null);
  assert.deepEqual(seen, [true, false]);
  const [{ last_seen_at }] = await sessionsOf(app, token);
  assert.equal((await sessionsOf(app, token))[0].last_seen_at, last_seen_at);

  await db.sql`update private.sessions set expires_at = now() where last_seen_at is null`;
  assert.equal((await sessionsOf(app, token)).length, 1);
  const refused = await app.call("GET /api/auth/me", { token: old });
  assert.equal(problem("unauthenticated", refused).expired, true);
});

Deno.test("choices are stored by type", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [token, other] = [
    await app.tokenOf(await patient(db.sql)),
    await app.tokenOf(await patient(db.sql)),
  ];
  const read = async (token: string) =>
    choicesAnswer.parse((await app.call("GET /api/notification-choices", { token })).body).choices;
  const put = (choices: unknown) =>
    app.call("PUT /api/notification-choices", { token, body: { choices } });
  const everything = CHOICE_TYPES.map((notification_type) => ({
    notification_type,
    inbox: true,
    desktop: true,
  }));
  assert.deepEqual(await read(token), everything);

  const reminders = { notification_type: "meeting_reminder", inbox: false, desktop: true };
  const others = { notification_type: "other", inbox: true, desktop: false };
  await put([{ ...reminders, inbox: true }, reminders]);
  const answer = await put([others]);
  assert.equal(answer.status, 200);
  const expected = everything.map((choice) =>
    [reminders, others].find((one) => one.notification_type === choice.notification_type) ?? choice
  );
  assert.deepEqual(answer.body.choices, expected);
  assert.deepEqual(await read(token), expected);
  assert.deepEqual(await read(other), everything);

  problem("invalid_input", await put([{ ...others, notification_type: "no_such_type" }]));
  problem("invalid_input", await put([{ ...others, inbox: "no" }]));
  problem("invalid_input", await put(undefined));
  assert.deepEqual(await read(token), expected);
});
