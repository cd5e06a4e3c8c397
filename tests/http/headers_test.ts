/** The security headers of every response, whatever the outcome of the request. */
import assert from "node:assert/strict";
import { harden } from "../../lib/http/headers.ts";
import { startApp } from "../helpers/app.ts";
import { tokenOf } from "../helpers/auth.ts";
import { patient } from "../helpers/factories.ts";

Deno.test("errors are as well protected as pages", async () => {
  await using app = await startApp();
  const { url, sql } = app;
  const cookie = `session=${await tokenOf(sql, await patient(sql))}`;
  const form = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
  const calls: [path: string, status: number, init?: RequestInit][] = [
    ["/login", 200],
    ["/nope", 404],
    ["/login", 415, form],
    ["/meetings/9999", 404, { headers: { cookie } }],
    ["/requests/x", 404, { headers: { cookie } }],
    ["/experts", 303, { redirect: "manual" }],
    ["/api/auth/me", 401],
    ["/healthz", 200],
    ["/styles/signed_in.css", 200],
  ];
  for (const [path, status, init] of calls) {
    const { status: answered, headers, body } = await fetch(url + path, init);
    await body?.cancel();
    assert.equal(answered, status, path);
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    assert.equal(headers.get("referrer-policy"), "same-origin", path);
    assert.equal(headers.get("strict-transport-security"), null, path);
    if (!headers.get("content-type")?.startsWith("text/html")) continue;
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /frame-ancestors 'none'/, path);
    assert.doesNotMatch(policy, /unsafe-inline'.*script|upgrade-insecure-requests/, path);
    if (status >= 400) assert.equal(headers.get("cache-control"), "no-store", path);
  }
});

Deno.test("responses have HSTS where the app is served over https alone", () => {
  const page = () =>
    new Response("", {
      headers: {
        "content-type": "text/html; charset=UTF-8",
        "content-security-policy": "default-src 'self'; upgrade-insecure-requests",
      },
    });
  const policies = [true, false].map((secure) => {
    const { headers } = harden(page(), secure);
    return [headers.get("content-security-policy"), headers.get("strict-transport-security")];
  });
  assert.deepEqual(policies, [
    ["default-src 'self'; upgrade-insecure-requests", "max-age=31536000"],
    ["default-src 'self'", null],
  ]);
});
