import assert from "node:assert/strict";
import { SignJWT, UnsecuredJWT } from "jose";
import { signToken } from "../../lib/auth/tokens.ts";
import { connect } from "../../lib/db/pool.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient, researcher } from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { problem } from "../helpers/problems.ts";
import { auth } from "../helpers/auth.ts";

const endpoints = [
  "GET /api/auth/me",
  "PUT /api/auth/me",
  "PUT /api/auth/email",
  "PUT /api/auth/password",
  "GET /api/auth/sessions",
  "DELETE /api/auth/sessions",
  "DELETE /api/auth/sessions/1",
  "POST /api/auth/logout",
  "GET /api/notification-choices",
  "PUT /api/notification-choices",
  "GET /api/experts",
  "GET /api/blocks",
  "PUT /api/blocks/1",
  "DELETE /api/blocks/1",
  "GET /api/meetings/",
  "POST /api/meetings/",
  "PUT /api/meetings/1/status",
  "GET /api/meeting-notifications",
  "PUT /api/meeting-notifications/1/read",
  "PUT /api/meeting-notifications/1/unread",
  "PUT /api/meeting-notifications/mark-all-read",
  "GET /api/meeting-notifications/unread-count",
  "POST /api/meeting-notifications",
  "POST /api/meeting-notifications/reminder",
  "POST /api/meeting-notifications/cancel",
  "GET /api/meeting-notifications/upcoming",
  "GET /api/schedule",
  "POST /api/schedule",
  "PUT /api/schedule/1",
  "GET /api/schedule/1/calendar",
  "GET /api/calendar-feed",
  "POST /api/calendar-feed",
  "DELETE /api/calendar-feed",
  "GET /api/trial_schedule",
  "POST /api/trial_schedule",
];

Deno.test("a call without a valid token is unauthenticated", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const user = await patient(db.sql);
  const good = await app.tokenOf(user);
  const [{ id: sid }] = await db.sql`select id from private.sessions`;
  const ended = await app.tokenOf(user);
  await db.sql`delete from private.sessions where id > ${sid}`;
  const in1m = new Date(Date.now() + 60_000);
  const claims = { userId: user.id, sessionId: sid, expiresAt: in1m };
  const payload = { iss: "liaison", aud: "liaison", sub: String(user.id), sid };
  const tokens: Record<string, string | undefined> = {
    "no token": undefined,
    "an ended session": ended,
    "an expired token": await signToken(auth, { ...claims, expiresAt: new Date(Date.now() - 1) }),
    "alg none": new UnsecuredJWT(payload).setIssuedAt().setExpirationTime(in1m).encode(),
    "another key": await signToken({ ...auth, secret: new Uint8Array(64) }, claims),
    "another algorithm": await new SignJWT(payload).setProtectedHeader({ alg: "HS512", typ: "JWT" })
      .setIssuedAt().setExpirationTime(in1m).sign(auth.secret),
    "a forged payload": good.replace(/\.[^.]+\./, `.${btoa(JSON.stringify({ sub: "2" }))}.`),
    "junk": "junk",
  };
  for (const [name, token] of Object.entries(tokens)) {
    await t.step(name, async () => {
      for (const endpoint of endpoints) {
        const answer = await app.call(endpoint, { token, headers: {} });
        problem("unauthenticated", answer);
        assert.equal(answer.headers.get("www-authenticate"), "Bearer");
      }
    });
  }
  await t.step("a valid cookie does not replace an invalid Bearer header", async () => {
    const headers = { cookie: `session=${good}`, authorization: "Bearer" };
    problem("unauthenticated", await app.call("GET /api/auth/me", { headers }));
    const call = { token: ended, headers: { cookie: `session=${good}` } };
    problem("unauthenticated", await app.call("GET /api/auth/me", call));
  });
  assert.equal((await app.call("GET /api/auth/me", { token: good })).status, 200);
});

Deno.test("what belongs to others is not found", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  const body = { expert_id: sarah.id, message: "Hi" };
  const token = await app.tokenOf(john);
  const { body: { id } } = await app.call("POST /api/meetings", { token, body });
  const [{ id: notificationId }] = await db.sql`select id from meeting_notifications`;
  const before = await countRows(db.sql);
  for (const other of [await patient(db.sql), await researcher(db.sql)]) {
    const token = await app.tokenOf(other);
    for (const status of ["accepted", "rejected", "cancelled"]) {
      const call = { token, body: { status } };
      problem("not_found", await app.call(`PUT /api/meetings/${id}/status`, call));
    }
    const read = `PUT /api/meeting-notifications/${notificationId}/read`;
    problem("not_found", await app.call(read, { token }));
    assert.deepEqual((await app.call("GET /api/meetings", { token })).body, []);
    const { body } = await app.call("GET /api/meeting-notifications", { token });
    const { as_of: _, ...inbox } = body;
    assert.deepEqual(inbox, { notifications: [], unread_count: 0, total: 0 });
    const { body: all } = await app.call("PUT /api/meeting-notifications/mark-all-read", { token });
    assert.deepEqual(all, { updated: 0 });
  }
  const counts = { users: before.users + 2, sessions: before.sessions + 2 };
  assert.deepEqual(await countRows(db.sql), { ...before, ...counts });
});

Deno.test("other sites may not write with a person's cookie, nor by forms", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await app.tokenOf(await patient(db.sql));
  const read = "PUT /api/meeting-notifications/mark-all-read";
  const cookie = `session=${token}`;
  const own = app.url;
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example.org" },
    { origin: "null" },
    { origin: own.replace("127.0.0.1", "127.0.0.1.evil.org") },
    { origin: own.replace(/:\d+$/, ":1") },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: own },
  ];
  const ours: Record<string, string>[] = [
    {},
    { origin: own },
    { origin: own, "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
    { origin: "https://friend.example.org", "sec-fetch-site": "cross-site" },
  ];
  for (const headers of foreign) {
    await t.step(`refused: ${JSON.stringify(headers)}`, async () => {
      problem("forbidden", await app.call(read, { headers: { cookie, ...headers } }));
      assert.equal((await app.call(read, { token, headers })).status, 200);
      const get = await app.call("GET /api/auth/me", { headers: { cookie, ...headers } });
      assert.equal(get.status, 200);
      const form = { "content-type": "application/x-www-form-urlencoded", ...headers };
      problem(
        "forbidden",
        await app.call("POST /api/auth/login", { raw: "email=a&password=b", headers: form }),
      );
    });
  }
  for (const headers of ours) {
    await t.step(`allowed: ${JSON.stringify(headers)}`, async () => {
      assert.equal((await app.call(read, { headers: { cookie, ...headers } })).status, 200);
    });
  }
});

Deno.test("allowed origins may read answers and errors, and preflights are answered", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const friend = { origin: "https://friend.example.org" };
  const stranger = { origin: "https://stranger.example.org" };
  const shared = (answer: { headers: Headers }) =>
    answer.headers.get("access-control-allow-origin");
  for (const path of ["/api/auth/me", "/api/nowhere"]) {
    assert.equal(shared(await app.call(`GET ${path}`, { headers: friend })), friend.origin);
    assert.equal(shared(await app.call(`GET ${path}`, { headers: stranger })), null);
  }
  const list = await app.call("GET /api/meetings", { headers: friend });
  assert.match(list.headers.get("access-control-expose-headers")!, /\blink\b/);
  const preflight = { ...friend, "access-control-request-method": "PUT" };
  const asked = await app.call("OPTIONS /api/meetings/1/status", { headers: preflight });
  assert.equal(asked.status, 204);
  assert.equal(shared(asked), friend.origin);
  assert.match(asked.headers.get("access-control-allow-methods")!, /\bPUT\b/);
  assert.match(asked.headers.get("access-control-allow-headers")!, /authorization, content-type/);
  assert.equal(shared(await app.call("OPTIONS /api/meetings", { headers: stranger })), null);
});

Deno.test("too many calls are refused, for their caller alone", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await app.tokenOf(await patient(db.sql, { id: 1001 }));
  const other = await app.tokenOf(await patient(db.sql, { id: 1002 }));
  for (let i = 0; i < 600; i++) {
    assert.equal((await app.call("GET /api/auth/me", { token })).status, 200);
  }
  const limited = await app.call("GET /api/auth/me", { token });
  problem("rate_limited", limited);
  const wait = Number(limited.headers.get("retry-after"));
  assert.ok(wait >= 1 && wait <= 60);
  assert.equal((await app.call("GET /api/auth/me", { token: other })).status, 200);
});

Deno.test("without the database calls are unavailable and health checks answer", async () => {
  await using sql = Object.assign(connect("postgres://nobody@127.0.0.1:1/none"), {
    async [Symbol.asyncDispose]() {
      await sql.end();
    },
  });
  await using app = await serveRoutes(sql);
  const token = await signToken(auth, {
    userId: 1,
    sessionId: 1,
    expiresAt: new Date(Date.now() + 60_000),
  });
  const answers = [
    await app.call("GET /api/auth/me", { token }),
    await app.call("POST /api/auth/login", { body: { email: "a@b.cd", password: "x" } }),
  ];
  for (const answer of answers) {
    problem("unavailable", answer);
    assert.equal(answer.headers.get("retry-after"), "2");
  }
  assert.deepEqual((await app.call("GET /healthz")).body, { status: "ok" });
  assert.deepEqual(app.logged, []);
});
