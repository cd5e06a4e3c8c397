import assert from "node:assert/strict";
import { signIn, user } from "../../lib/contract/users.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { countRows } from "../helpers/tables.ts";
import { problem } from "../helpers/problems.ts";

const ada = {
  email: "Ada@Example.org",
  password: "correct horse",
  full_name: "Ada Lovelace",
  role: "patient",
  time_zone: "Europe/London",
};

Deno.test("register, me, logout, login", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);

  const more = { id: 99, is_admin: true, confirm_password: ada.password };
  const registered = await app.call("POST /api/auth/register", { body: { ...ada, ...more } });
  assert.equal(registered.status, 201);
  const { token, user: registeredUser } = signIn.parse(registered.body);
  assert.equal(registeredUser.id, 1);
  assert.equal(registeredUser.time_zone, "Europe/London");
  assert.match(registered.headers.get("set-cookie")!, new RegExp(`^session=${token}; `));

  const me = await app.call("GET /api/auth/me", { token });
  assert.equal(me.status, 200);
  assert.equal(me.headers.get("cache-control"), "no-store");
  assert.deepEqual(user.parse(me.body.user), registeredUser);

  const out = await app.call("POST /api/auth/logout", { token });
  assert.equal(out.status, 204);
  assert.match(out.headers.get("set-cookie")!, /^session=; Path=\/; Max-Age=0; HttpOnly/);
  assert.equal(out.headers.get("clear-site-data"), '"cache", "storage"');
  problem("unauthenticated", await app.call("GET /api/auth/me", { token }));
  problem("unauthenticated", await app.call("POST /api/auth/logout", { token }));

  const credentials = { email: "ada@example.ORG", password: ada.password };
  const again = await app.call("POST /api/auth/login", { body: credentials });
  assert.equal(again.status, 200);
  assert.deepEqual(signIn.parse(again.body).user, registeredUser);
  const [cookie, device] = again.headers.getSetCookie();
  assert.match(cookie, /^session=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax$/);
  assert.match(device, /^device=[\w-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
  const hours = (Date.parse(again.body.expires_at) - Date.now()) / 3_600_000;
  assert.ok(hours > 11.9 && hours <= 12);
  const headers = { cookie: cookie.split(";")[0] };
  assert.equal((await app.call("GET /api/auth/me", { headers })).status, 200);

  const body = { ...credentials, remember: true };
  const remembered = await app.call("POST /api/auth/login", { body });
  assert.match(remembered.headers.getSetCookie()[0], /; Max-Age=7776000; HttpOnly/);
  const days = (Date.parse(remembered.body.expires_at) - Date.now()) / 86_400_000;
  assert.ok(days > 13.9 && days <= 14);
});

Deno.test("refused registrations leave nothing behind", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  await app.call("POST /api/auth/register", { body: ada });
  const before = await countRows(db.sql);
  const bob = { ...ada, email: "bob@example.org" };
  const cases: [name: string, body: unknown, path: string][] = [
    ["no address", { ...bob, email: undefined }, "email"],
    ["an address that is none", { ...bob, email: "bob" }, "email"],
    ["a short password", { ...bob, password: "1234567" }, "password"],
    ["a password that many use", { ...bob, password: "Password123" }, "password"],
    ["a password that is a number", { ...bob, password: 12345678 }, "password"],
    ["an empty name", { ...bob, full_name: "  " }, "full_name"],
    ["a long name", { ...bob, full_name: "x".repeat(201) }, "full_name"],
    ["a role that is none", { ...bob, role: "admin" }, "role"],
    ["a time zone that is none", { ...bob, time_zone: "Mars/Olympus" }, "time_zone"],
  ];
  for (const [name, body, path] of cases) {
    await t.step(name, async () => {
      const answer = await app.call("POST /api/auth/register", { body });
      assert.equal(problem("invalid_input", answer).errors?.[0].path, path);
    });
  }
  await t.step("a taken address", async () => {
    const body = { ...ada, email: "ada@example.org" };
    problem("email_taken", await app.call("POST /api/auth/register", { body }));
  });
  assert.deepEqual(await countRows(db.sql), before);
  assert.deepEqual(app.logged, []);
});

Deno.test("sign-ins that fail, and too many of them", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const registered = await app.call("POST /api/auth/register", { body: ada });
  const login = (body: unknown) => app.call("POST /api/auth/login", { body });
  problem("invalid_input", await login({ email: ada.email }));
  problem("invalid_input", await login({ email: ada.email, password: ["x"] }));
  problem("invalid_input", await login({ email: { $ne: null }, password: "x" }));
  const unknown = await login({ email: "nobody@example.org", password: "x" });
  const wrong = await login({ email: ada.email, password: "x" });
  assert.deepEqual(problem("unauthenticated", wrong), unknown.body);
  assert.equal(wrong.headers.get("set-cookie"), null);
  await db.sql`
    insert into private.attempts (attempt, key, at)
    select gen_random_uuid(), 'account ada@example.org', now() from generate_series(1, 99)`;
  const right = { email: ada.email, password: ada.password };
  const limited = await login(right);
  problem("rate_limited", limited);
  assert.ok(Number(limited.headers.get("retry-after")) > 3500);
  const cookie = registered.headers.getSetCookie()[1].split(";")[0];
  const known = await app.call("POST /api/auth/login", { body: right, headers: { cookie } });
  assert.equal(known.status, 200);
});
