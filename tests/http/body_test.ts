import assert from "node:assert/strict";
import { readForm } from "../../lib/http/body.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { rejectsWith } from "../helpers/app_errors.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient } from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";

const type = "application/x-www-form-urlencoded";

function post(body: string | Uint8Array<ArrayBuffer>, contentType = type): Request {
  const headers = { "content-type": contentType };
  return new Request("http://localhost/login", { method: "POST", headers, body });
}

Deno.test("a form gives its fields as text", async () => {
  const form = post("email=a%40b.cd&password=a+b%2B&x=1&x=2&empty=", `${type}; charset=UTF-8`);
  assert.deepEqual(await readForm(form), { email: "a@b.cd", password: "a b+", x: "2", empty: "" });
  assert.deepEqual(await readForm(post("")), {});
});

Deno.test("forms that are refused", async () => {
  await rejectsWith("payload_too_large", readForm(post("x=".padEnd(5 * 1024 * 1024))));
  await rejectsWith("unsupported_media_type", readForm(post("{}", "application/json")));
  await rejectsWith("invalid_input", readForm(post(new Uint8Array([120, 61, 255]))));
});

// The HTTP server reads what is left of a refused body for up to half a second, closed or not.
Deno.test({
  name: "a large body gets its answer again and again, whatever the answer",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using db = await testDatabase();
    await using app = await serveRoutes(db.sql);
    const token = await app.tokenOf(await patient(db.sql));
    const headers = { "content-type": "application/json" };
    const raw = "x".repeat(5 * 1024 * 1024);
    for (let i = 0; i < 5; i++) {
      const call = { token, raw, headers };
      problem("payload_too_large", await app.call("POST /api/meetings", call));
      problem("unauthenticated", await app.call("POST /api/meetings", { raw, headers }));
      problem("not_found", await app.call("POST /api/nowhere", call));
      problem("method_not_allowed", await app.call("PUT /api/experts", call));
    }
  },
});

Deno.test("the answer to a body of unknown fields is small, however many they are", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const token = await app.tokenOf(await patient(db.sql));
  const fields = Array.from({ length: 60_000 }, (_, i) => [`field ${i}`, 1]);
  for (const body of [Object.fromEntries(fields), { ["x".repeat(1_000_000)]: 1 }]) {
    const answer = await app.call("PUT /api/notification-choices", { token, body });
    problem("invalid_input", answer);
    assert.ok(answer.text.length < 5000, `${answer.text.length} characters`);
    assert.ok(answer.body.errors.length <= 20);
  }
  const query = Array.from({ length: 800 }, (_, i) => `field${i}=1`).join("&");
  const answer = await app.call(`GET /api/meetings?${query}`, { token });
  assert.ok(answer.text.length < 5000, `${answer.text.length} characters`);
});
