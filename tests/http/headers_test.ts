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
    assert.equal(headers.get("cross-origin-resource-policy"), "same-origin", path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.doesNotMatch(policy, /unsafe-inline/, path);
    if (!headers.get("content-type")?.startsWith("text/html")) {
      assert.match(policy, /^default-src 'none';.* frame-ancestors 'none'$/, path);
      continue;
    }
    assert.equal(headers.get("cross-origin-opener-policy"), "same-origin", path);
    assert.match(headers.get("permissions-policy") ?? "", /camera=\(\), .*microphone=\(\)/, path);
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
    ["default-src 'self'; upgrade-insecure-requests", "max-age=31536000; includeSubDomains"],
    ["default-src 'self'", null],
  ]);
});

Deno.test("behind a trusted proxy that speaks https, cookies are Secure and answers have HSTS", async () => {
  const forwarded = { "x-forwarded-proto": "https", "content-type": "application/json" };
  for (const [TRUSTED_PROXIES, secure] of [["1", true], ["0", false]] as const) {
    await using app = await startApp({ TRUSTED_PROXIES });
    const body = JSON.stringify({
      email: "ann@example.org",
      password: "an unusual passphrase",
      full_name: "Ann",
      role: "patient",
    });
    const init = { method: "POST", headers: forwarded, body };
    const { headers, status, body: text } = await fetch(`${app.url}/api/auth/register`, init);
    await text?.cancel();
    assert.equal(status, 201);
    assert.equal(/; Secure/.test(headers.get("set-cookie") ?? ""), secure);
    assert.equal(headers.has("strict-transport-security"), secure);
  }
});
