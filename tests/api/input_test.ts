import assert from "node:assert/strict";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { serveRoutes, type TestRoutes } from "../helpers/routes.ts";
import type { Call } from "../helpers/http.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient, researcher } from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { problem } from "../helpers/problems.ts";

const json = { "content-type": "application/json" };
const written = [
  "POST /api/auth/register",
  "POST /api/auth/login",
  "POST /api/meetings",
  "PUT /api/meetings/1/status",
  "POST /api/meeting-notifications",
  "POST /api/meeting-notifications/reminder",
  "POST /api/meeting-notifications/cancel",
  "POST /api/schedule",
  "PUT /api/schedule/1",
  "POST /api/trial_schedule",
];

Deno.test("bodies that are refused, wherever they are sent", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await app.tokenOf(await patient(db.sql));
  const before = await countRows(db.sql);
  const big = JSON.stringify({ message: "x".repeat(5 * 1024 * 1024) });
  const cases: [name: string, code: Parameters<typeof problem>[0], call: Call][] = [
    ["none", "invalid_input", { headers: json }],
    ["empty", "invalid_input", { headers: json, raw: "" }],
    ["malformed", "invalid_input", { headers: json, raw: '{"email":' }],
    ["a list", "invalid_input", { body: [] }],
    ["null", "invalid_input", { body: null }],
    ["text", "invalid_input", { body: "text" }],
    ["a number", "invalid_input", { body: 1 }],
    ["no fields", "invalid_input", { body: {} }],
    ["an escaped NUL", "invalid_input", { headers: json, raw: '{"message":"a\\u0000b"}' }],
    ["a bare NUL", "invalid_input", { headers: json, raw: '{"message":"a\0b"}' }],
    ["a NUL in a name", "invalid_input", { headers: json, raw: '{"a\\u0000":1}' }],
    ["half a surrogate", "invalid_input", { headers: json, raw: '{"x":["\\ud83d"]}' }],
    ["bytes that are no text", "invalid_input", { headers: json, raw: new Uint8Array([123, 255]) }],
    ["deep nesting", "invalid_input", { headers: json, raw: '{"a":' + "[".repeat(400_000) }],
    ["deep nesting, closed", "invalid_input", {
      headers: json,
      raw: '{"a":' + "[".repeat(400_000) + "]".repeat(400_000) + "}",
    }],
    ["a form", "unsupported_media_type", { raw: "{}", headers: { "content-type": "text/plain" } }],
    ["without a type", "unsupported_media_type", { raw: new Uint8Array([123, 125]) }],
    ["5 MB", "payload_too_large", { headers: json, raw: big }],
    ["5 MB of another type", "payload_too_large", { raw: big }],
    ["a byte too many", "payload_too_large", { headers: json, raw: " ".repeat(1024 * 1024 + 1) }],
  ];
  for (const [name, code, call] of cases) {
    await t.step(name, async () => {
      for (const endpoint of written) {
        problem(code, await app.call(endpoint, { token, ...call }));
      }
    });
  }
  await t.step("one as large as allowed is read", async () => {
    const raw = '{"email":"a@b.cd","password":"x"}'.padEnd(1024 * 1024);
    problem("unauthenticated", await app.call("POST /api/auth/login", { headers: json, raw }));
  });
  assert.deepEqual(await countRows(db.sql), before);
  assert.deepEqual(app.logged, []);
});

Deno.test("meetings asked for in the wrong types", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await app.tokenOf(await patient(db.sql));
  const expert = await researcher(db.sql);
  const before = await countRows(db.sql);
  const good = { expert_id: expert.id, message: "Hi" };
  const cases: [body: Record<string, unknown>, path: string][] = [
    [{ ...good, expert_id: String(expert.id) }, "expert_id"],
    [{ ...good, expert_id: 1.5 }, "expert_id"],
    [{ ...good, expert_id: -1 }, "expert_id"],
    [{ ...good, expert_id: 1e100 }, "expert_id"],
    [{ ...good, expert_id: null }, "expert_id"],
    [{ ...good, message: "" }, "message"],
    [{ ...good, message: " \n " }, "message"],
    [{ ...good, message: 5 }, "message"],
    [{ ...good, message: "x".repeat(5001) }, "message"],
    [{ ...good, preferred_datetime: "tomorrow" }, "preferred_datetime"],
    [{ ...good, preferred_datetime: "2099-11-04T14:00:00" }, "preferred_datetime"],
    [{ ...good, preferred_datetime: "2099-02-30T14:00:00Z" }, "preferred_datetime"],
    [{ ...good, preferred_datetime: "2020-01-01T00:00:00Z" }, "preferred_datetime"],
    [{ ...good, preferred_datetime: 4102444800000 }, "preferred_datetime"],
    [{ ...good, meeting_type: "telepathy" }, "meeting_type"],
  ];
  for (const [body, path] of cases) {
    await t.step(`${path}: ${JSON.stringify(body[path])?.slice(0, 40)}`, async () => {
      const answer = await app.call("POST /api/meetings", { token, body });
      const paths = problem("invalid_input", answer).errors?.map((error) => error.path);
      assert.deepEqual([...new Set(paths)], [path]);
    });
  }
  assert.deepEqual(await countRows(db.sql), before);
});

Deno.test("queries and paths that are refused", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await app.tokenOf(await patient(db.sql));
  const queries: [path: string, field: string][] = [
    ["/api/experts?search=%00", "search"],
    ["/api/experts?limit=0", "limit"],
    ["/api/experts?limit=101", "limit"],
    ["/api/experts?limit=ten", "limit"],
    ["/api/experts?limit=1e1", "limit"],
    ["/api/experts?offset=-1", "offset"],
    ["/api/meetings?status=lost", "status"],
    ["/api/meetings?status=", "status"],
    ["/api/meetings?status=%00", "status"],
    ["/api/meeting-notifications?limit=101", "limit"],
    ["/api/meeting-notifications?offset=99999999999999999999", "offset"],
    ["/api/meeting-notifications?unread_only=maybe", "unread_only"],
    ["/api/meeting-notifications?type=Not+a+type", "type"],
    ["/api/meeting-notifications?before=0", "before"],
    ["/api/meeting-notifications?before=2026-02-30T00:00:00.000000Z_1", "before"],
    ["/api/meetings?before=2026-01-01T00:00:00.000000Z_1_2", "before"],
    ["/api/schedule?after=yesterday_1", "after"],
  ];
  for (const [path, field] of queries) {
    await t.step(path, async () => {
      const answer = await app.call(`GET ${path}`, { token });
      assert.deepEqual(problem("invalid_input", answer).errors?.map((e) => e.path), [field]);
    });
  }
  for (
    const id of ["0", "x", "1.5", "-1", "2147483648", "99999999999", "%00", "1%00", "%F0%9F%98%80"]
  ) {
    await t.step(`the id ${id}`, async () => {
      const body = { status: "accepted" };
      problem("not_found", await app.call(`PUT /api/meetings/${id}/status`, { token, body }));
      problem("not_found", await app.call(`PUT /api/meeting-notifications/${id}/read`, { token }));
    });
  }
  await t.step("paths that are not there, signed in or not", async () => {
    for (const path of ["/api/nowhere", "/api/%00", "/api/meetings/1", "/api/auth/me/x"]) {
      problem("not_found", await app.call(`GET ${path}`, { token }));
      problem("not_found", await app.call(`POST ${path}`));
    }
  });
  await t.step("paths that are broken", async () => {
    for (const path of ["/api/%", "/api/meetings/%ff/status", "/api/%zz"]) {
      const { status } = await raw(app, `PUT ${path} HTTP/1.1`);
      assert.ok(status === 400 || status === 404, `${path}: ${status}`);
    }
  });
  assert.deepEqual(app.logged, []);
});

Deno.test("methods that are not there", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await app.tokenOf(await patient(db.sql));
  const cases: [call: string, allow: string[]][] = [
    ["GET /api/auth/login", ["POST"]],
    ["DELETE /api/auth/me", ["GET", "HEAD", "PUT"]],
    ["PATCH /api/meetings", ["GET", "HEAD", "POST"]],
    ["GET /api/meetings/1/status", ["PUT"]],
    ["GET /api/schedule/1", ["PUT"]],
    ["PUT /api/trial_schedule", ["GET", "HEAD", "POST"]],
    ["GET /api/meeting-notifications/cancel", ["POST"]],
    ["POST /api/meeting-notifications/upcoming", ["GET", "HEAD"]],
    ["POST /api/meeting-notifications/1/read", ["PUT"]],
    ["DELETE /api/meeting-notifications/unread-count", ["GET", "HEAD"]],
    ["POST /healthz", ["GET", "HEAD"]],
    ["POST /readyz", ["GET", "HEAD"]],
    ["PUT /metrics", ["GET", "HEAD"]],
  ];
  for (const [call, allow] of cases) {
    const answer = await app.call(call, { token });
    problem("method_not_allowed", answer);
    assert.deepEqual(answer.headers.get("allow")?.split(", ").sort(), allow);
  }
  const head = await app.call("HEAD /api/experts", { token });
  assert.deepEqual([head.status, head.body], [200, null]);
});

Deno.test("a caller that disconnects amid a body disturbs no other call", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  socket.end(
    "POST /api/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n" +
      'content-length: 100\r\n\r\n{"email":',
  );
  await text(socket);
  assert.equal((await app.call("GET /healthz")).status, 200);
  assert.deepEqual(app.logged, []);
});

/** A request line as it is, with nothing corrected on the way. */
async function raw(app: TestRoutes, line: string): Promise<{ status: number }> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  socket.write(`${line}\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
  return { status: Number((await text(socket)).split(" ")[1]) };
}
