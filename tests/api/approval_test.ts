/** Researchers who wait for approval, and the admins who decide. */
import assert from "node:assert/strict";
import { candidatesPage } from "../../lib/contract/admin.ts";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { serveRoutes, type TestRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertAdmin, insertSchedule, patient, relate, researcher } from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";

const EVE = { email: "eve@example.org", password: "correct horse", full_name: "Dr. Eve" };

async function register(app: TestRoutes): Promise<{ token: string; user: User }> {
  const body = { ...EVE, role: "researcher", institution: "North", specialty: "Sleep" };
  const answer = await app.call("POST /api/auth/register", { body });
  assert.equal(answer.status, 201);
  return answer.body;
}

/** A page as its person sees it. */
function open(app: TestRoutes, path: string, token: string) {
  return app.call(`GET ${path}`, { headers: { cookie: `session=${token}` } });
}

Deno.test("a researcher who registers waits, and is let in without a new sign-in", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const john = await patient(sql);
  const johns = await app.tokenOf(john);
  const { token, user } = await register(app);
  const ask = (expert_id: number) =>
    app.call("POST /api/meetings", { token: johns, body: { expert_id, message: "Hi" } });
  const found = async () => {
    const { body } = await app.call("GET /api/experts?search=Eve", { token: johns });
    const { body: { specialties } } = await app.call("GET /api/experts/specialties", {
      token: johns,
    });
    const { status } = await open(app, `/experts/${user.id}/request`, johns);
    return [body.total, specialties.length, status];
  };
  assert.equal(user.approved, false);

  await t.step("they are not among the experts, and cannot be asked", async () => {
    assert.deepEqual(await found(), [0, 0, 404]);
    const answer = await ask(user.id);
    problem("not_found", answer);
    assert.equal(answer.text, (await ask(2_000_000)).text);
  });
  await t.step("they may use their account and the settings alone", async () => {
    const closed = ["experts", "meetings/", "schedule", "meeting-notifications", "meetings/counts"];
    for (const path of closed) {
      problem("not_approved", await app.call(`GET /api/${path}`, { token }));
    }
    for (const path of ["auth/me", "auth/sessions", "notification-choices", "calendar-feed"]) {
      assert.equal((await app.call(`GET /api/${path}`, { token })).status, 200, path);
    }
  });
  await t.step("every page but the settings says what is waited for", async () => {
    for (const path of ["/dashboard", "/experts", "/calendar", "/notifications", "/admin"]) {
      const { status, text } = await open(app, path, token);
      assert.equal(status, 403);
      assert.match(text, /Your account is waiting for approval/);
    }
    const settings = await open(app, "/settings", token);
    assert.equal(settings.status, 200);
    assert.doesNotMatch(settings.text, /class="connection/);
  });
  await t.step("an update approves them", async () => {
    await sql`update users set approved_at = now() where id = ${user.id}`;
    assert.equal((await app.call("GET /api/meetings/", { token })).status, 200);
    assert.equal((await open(app, "/dashboard/researcher", token)).status, 200);
    assert.deepEqual(await found(), [1, 1, 200]);
    assert.equal((await ask(user.id)).status, 201);
  });
  await t.step(
    "those that other systems write are approved unless they say otherwise",
    async () => {
      assert.equal((await researcher(sql)).approved, true);
      assert.equal((await researcher(sql, { approved_at: null })).approved, false);
    },
  );
  assert.deepEqual(app.logged, []);
});

async function scene(sql: Sql, app: TestRoutes) {
  const admin = await insertAdmin(sql, { full_name: "Alex" });
  const adminToken = await app.tokenOf(admin);
  const list = async (query = "") => {
    const answer = await app.call(`GET /api/admin/researchers${query}`, { token: adminToken });
    assert.equal(answer.status, 200);
    return candidatesPage.parse(answer.body);
  };
  const review = (id: number, body: unknown) =>
    app.call(`PUT /api/admin/researchers/${id}`, { token: adminToken, body });
  const cancelAhead = (id: number, body: unknown = { reason: "They have left" }) =>
    app.call(`POST /api/admin/researchers/${id}/cancel-meetings`, { token: adminToken, body });
  return { admin, adminToken, list, review, cancelAhead };
}

Deno.test("admins approve, refuse and suspend", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const { admin, list, review, cancelAhead } = await scene(sql, app);
  const john = await patient(sql);
  const double = await researcher(sql, { full_name: "DR. EVE", institution: "north" });
  const { token, user: { id } } = await register(app);

  await t.step("they see who waits, and who has the same name and institution", async () => {
    const { researchers: [eve, ...rest], counts } = await list();
    assert.deepEqual(rest, []);
    assert.deepEqual([eve.id, eve.email, eve.state, eve.reason], [id, EVE.email, "waiting", null]);
    assert.deepEqual(eve.doubles, [{ id: double.id, email: double.email, state: "approved" }]);
    assert.deepEqual(counts, { waiting: 1, approved: 1, refused: 0, suspended: 0 });
    assert.equal((await list("?search=nobody")).total, 0);
  });
  await t.step("a refusal needs a reason, which the researcher reads", async () => {
    problem("invalid_input", await review(id, { decision: "refused" }));
    problem("conflict", await review(id, { decision: "suspended", reason: "x" }));
    const refused = await review(id, { decision: "refused", reason: "Not <b>known</b> there" });
    assert.equal(refused.body.researcher.state, "refused");
    const { text } = await open(app, "/dashboard", token);
    assert.match(text, /was not approved/);
    assert.match(text, /Not &lt;b>known&lt;\/b> there/);
  });
  await t.step("an approval needs no new sign-in, and is the same when repeated", async () => {
    for (let i = 0; i < 2; i++) {
      const { status, body } = await review(id, { decision: "approved" });
      assert.deepEqual([status, body.researcher.state], [200, "approved"]);
    }
    assert.equal((await app.call("GET /api/meetings/", { token })).status, 200);
    problem("conflict", await review(id, { decision: "refused", reason: "x" }));
  });
  await t.step("a suspension ends all sessions, and leaves the meetings ahead", async () => {
    await relate(sql, john, { id });
    const ahead = await insertSchedule(sql, john, { id }, "2 days");
    await insertSchedule(sql, john, { id }, "-2 days");
    problem("conflict", await cancelAhead(id));
    const suspended = await review(id, { decision: "suspended", reason: "Complaints" });
    assert.equal(suspended.body.researcher.meetings_ahead, 1);
    problem("unauthenticated", await app.call("GET /api/auth/me", { token }));
    const again = await app.tokenOf({ id } as User);
    assert.match((await open(app, "/dashboard", again)).text, /is suspended[^]*Complaints/);
    const johns = await app.tokenOf(john);
    assert.equal((await app.call("GET /api/experts?search=Eve", { token: johns })).body.total, 1);
    const body = { user_id: john.id, mentor_id: id, start_datetime: "2099-01-01T10:00:00Z" };
    problem("forbidden", await app.call("POST /api/schedule", { token: johns, body }));
    const [{ status }] = await sql`select status from schedules where id = ${ahead}`;
    assert.equal(status, "scheduled");
  });
  await t.step("the meetings ahead are the admin's to cancel", async () => {
    assert.deepEqual((await cancelAhead(id)).body, { cancelled: 1 });
    assert.deepEqual((await cancelAhead(id)).body, { cancelled: 0 });
    const [notice] = await sql`
      select message, actor_id from meeting_notifications
      where recipient_id = ${john.id} and notification_type = 'meeting_cancelled'`;
    assert.match(notice.message, / has been cancelled by Alex\.\n\nReason: They have left$/);
    assert.equal(notice.actor_id, admin.id);
  });
  assert.deepEqual(app.logged, []);
});

Deno.test("nobody but an admin decides about researchers", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const { adminToken } = await scene(sql, app);
  const waiting = await researcher(sql, { approved_at: null, full_name: "Waits" });
  for (const user of [await patient(sql), await researcher(sql), waiting]) {
    const token = await app.tokenOf(user);
    const calls: [call: string, body?: unknown][] = [
      ["GET /api/admin/researchers"],
      [`PUT /api/admin/researchers/${waiting.id}`, { decision: "approved" }],
      [`POST /api/admin/researchers/${waiting.id}/cancel-meetings`, { reason: "x" }],
    ];
    for (const [call, body] of calls) {
      problem(user.approved ? "forbidden" : "not_approved", await app.call(call, { token, body }));
    }
    const { status, text } = await open(app, "/admin", token);
    assert.equal(status, 403);
    assert.doesNotMatch(text, /Waits<\/h2>/);
  }
  assert.match((await open(app, "/admin", adminToken)).text, /Waits<\/h2>/);
  const form = {
    raw: `id=${waiting.id}&action=approved&state=waiting`,
    headers: {
      cookie: `session=${adminToken}`,
      "content-type": "application/x-www-form-urlencoded",
      origin: app.url,
    },
  };
  const { status, headers } = await app.call("POST /admin", form);
  assert.deepEqual([status, headers.get("location")], [303, "/admin?done=researcher-approved"]);
  const without = { ...form, raw: `id=${waiting.id}&action=suspended&state=approved&reason=+` };
  assert.equal((await app.call("POST /admin", without)).status, 400);
  assert.deepEqual(app.logged, []);
});
