/** The security log of calls: its rows, its lines, and what is in neither. */
import assert from "node:assert/strict";
import { issueServiceToken, revokeServiceTokens } from "../../lib/auth/services.ts";
import { auth } from "../helpers/auth.ts";
import { databaseWithPeople, testDatabase } from "../helpers/database.ts";
import { insertAdmin, insertRequest, insertSchedule, researcher } from "../helpers/factories.ts";
import { health, serveRoutes } from "../helpers/routes.ts";

const PERSON = {
  email: "ada@example.org",
  password: "three sleepy otters",
  full_name: "Ada Lovelace",
  role: "patient",
};
const OTHER_PASSWORD = "four sleepy otters";

Deno.test("how somebody signs in, fails to and changes it is recorded, without their words", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql, health, "info");
  const register = await app.call("POST /api/auth/register", { body: PERSON });
  const { token, user } = register.body;
  const login = (password: string, email = PERSON.email) =>
    app.call("POST /api/auth/login", { body: { email, password } });
  await login("wrong");
  await login("wrong", "nobody@example.org");
  await app.call("PUT /api/auth/email", {
    token,
    body: { email: "countess@example.org", current_password: PERSON.password },
  });
  await app.call("PUT /api/auth/password", {
    token,
    body: { current_password: PERSON.password, new_password: OTHER_PASSWORD },
  });
  assert.equal((await login(OTHER_PASSWORD, "countess@example.org")).status, 200);
  const rows = await db.sql`select action, actor_id, person_id from private.audit order by id`;
  const expected = [
    ["sign_in", user.id, user.id],
    ["password_wrong", null, user.id],
    ["password_wrong", null, null],
    ["email_changed", user.id, user.id],
    ["password_changed", user.id, user.id],
    ["sign_in", user.id, user.id],
  ];
  assert.deepEqual(rows.map(Object.values), expected);
  const lines = app.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === "security");
  assert.deepEqual(lines.map(({ action, actor, person }) => [action, actor, person]), expected);
  assert.ok(lines.every(({ address }) => address === "127.0.0.1"));
  const [{ all }] = await db.sql`select jsonb_agg(to_jsonb(a))::text as all from private.audit a`;
  for (const text of [all, ...app.logged]) {
    assert.doesNotMatch(text, /example\.org|Ada|Lovelace|otters/);
  }
});

Deno.test("a device is new that has another program or address and no mark of a sign-in", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const signIn = (path: string, body: unknown, headers: Record<string, string>) =>
    app.call(`POST /api/auth/${path}`, { body, headers });
  const { email, password } = PERSON;
  const first = await signIn("register", PERSON, { "user-agent": "first" });
  const marks = first.headers.getSetCookie().map((cookie) => cookie.split(";")[0])
    .filter((cookie) => cookie.startsWith("device=")).join("; ");
  await signIn("login", { email, password }, { "user-agent": "first" });
  await signIn("login", { email, password }, { "user-agent": "first, updated", cookie: marks });
  await signIn("login", { email, password }, { "user-agent": "second" });
  await signIn("login", { email, password }, { "user-agent": "second" });
  const rows = await db.sql`select details -> 'new_device' as new from private.audit order by id`;
  assert.deepEqual(rows.map((row) => row.new), [false, false, false, true, false]);
});

Deno.test("a sign-in on a new device shows on the others, until somebody there has seen it", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { email, password } = PERSON;
  const signIn = async (path: string, body: unknown, agent: string) => {
    const answer = await app.call(`POST /api/auth/${path}`, {
      body,
      headers: { "user-agent": agent },
    });
    return { cookie: `session=${answer.body.token}`, user: answer.body.user };
  };
  const home = await signIn("register", PERSON, "home/1.0");
  const thief = await signIn("login", { email, password }, "thief/1.0");
  const banner = async ({ cookie }: { cookie: string }) => {
    const { text } = await app.call("GET /dashboard/patient", { headers: { cookie } });
    return /aria-label="New sign-in"[^]*?new device: (\S+),/.exec(text)?.[1];
  };
  const seen = async ({ cookie }: { cookie: string }) => {
    const raw = new URLSearchParams({
      action: "sign-ins-seen",
      liaison_user: String(home.user.id),
    });
    const type = "application/x-www-form-urlencoded";
    const headers = { cookie, "content-type": type, "sec-fetch-site": "same-origin" };
    const answer = await app.call("POST /settings", { raw: `${raw}`, headers });
    assert.equal(answer.status, 303);
  };
  assert.deepEqual([await banner(home), await banner(thief)], ["thief", undefined]);
  await seen(thief);
  assert.equal(await banner(home), "thief");
  const { text } = await app.call("GET /settings", { headers: { cookie: home.cookie } });
  const list = text.slice(text.indexOf('id="sign-ins"'));
  assert.match(list, /thief[^]*from 127\.0\.0\.1, a new device[^]*home[^]*from 127\.0\.0\.1</);
  await seen(home);
  assert.equal(await banner(home), undefined);
});

Deno.test("who read whose request or meeting is recorded, in lists and on pages", async () => {
  await using db = await databaseWithPeople();
  const { john, sarah } = db;
  const request = await insertRequest(db.sql, john, sarah);
  const meeting = await insertSchedule(db.sql, john, sarah, "1 day");
  await using app = await serveRoutes(db.sql);
  const [patient, doctor] = [await app.tokenOf(john), await app.tokenOf(sarah)];
  for (const path of ["/api/meetings/", "/api/schedule", "/api/meeting-notifications/upcoming"]) {
    await app.call(`GET ${path}`, { token: patient });
  }
  for (const path of ["/dashboard/researcher", `/requests/${request}`, `/meetings/${meeting}`]) {
    assert.equal((await app.call(`GET ${path}`, { token: doctor })).status, 200);
  }
  await app.audit.write();
  const rows = await db.sql`
    select action, actor_id, person_id, subject_id::int from private.audit
    where action like '%read' order by actor_id, action`;
  assert.deepEqual(rows.map(Object.values), [
    ["meeting_read", john.id, sarah.id, meeting],
    ["request_read", john.id, sarah.id, request],
    ["meeting_read", sarah.id, john.id, meeting],
    ["request_read", sarah.id, john.id, request],
  ]);
});

Deno.test("what an admin decides about a researcher is recorded", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [admin, eve] = [await insertAdmin(db.sql), await researcher(db.sql, { approved_at: null })];
  const call = { token: await app.tokenOf(admin), body: { decision: "approved" } };
  assert.equal((await app.call(`PUT /api/admin/researchers/${eve.id}`, call)).status, 200);
  const rows = await db.sql`
    select action, actor_id, person_id, address from private.audit where action <> 'sign_in'`;
  assert.deepEqual(rows.map(Object.values), [["approved", admin.id, eve.id, "127.0.0.1"]]);
});

Deno.test("refusals, and tokens made, used and revoked are recorded", async () => {
  await using db = await databaseWithPeople();
  const { john, sarah } = db;
  await using app = await serveRoutes(db.sql, health, "info");
  const request = await insertRequest(db.sql, john, sarah);
  const stranger = await researcher(db.sql);
  const accept = { token: await app.tokenOf(stranger), body: { status: "accepted" } };
  assert.equal((await app.call(`PUT /api/meetings/${request}/status`, accept)).status, 404);
  const ask = { ...accept, body: { expert_id: sarah.id, message: "Hello" } };
  assert.equal((await app.call("POST /api/meetings/", ask)).status, 403);
  const { token, user } = await issueServiceToken(db.sql, auth, "records");
  for (let times = 0; times < 3; times++) await app.call("GET /api/auth/me", { token });
  await revokeServiceTokens(db.sql, auth.log, "records");
  await app.audit.write();
  const rows = await db.sql`
    select action, actor_id, person_id, details ->> 'route' as route from private.audit
    where action <> 'sign_in' order by action, details ->> 'status'`;
  assert.deepEqual(rows.map(Object.values), [
    ["refused", stranger.id, null, "/api/meetings"],
    ["refused", stranger.id, null, "/api/meetings/:id/status"],
    ["token_issued", null, user.id, null],
    ["token_revoked", null, user.id, null],
    ["token_used", user.id, user.id, null],
  ]);
  const actions = app.logged.map((line) => JSON.parse(line).action);
  assert.deepEqual(actions, ["refused", "refused", "token_used"]);
});
