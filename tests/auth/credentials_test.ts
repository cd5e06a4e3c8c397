import assert from "node:assert/strict";
import { clearedSessionCookie, sessionCookie, tokenFrom } from "../../lib/auth/mod.ts";
import { auth } from "../helpers/auth.ts";

Deno.test("the token of a call", () => {
  const cases: [Record<string, string>, string | null, boolean][] = [
    [{}, null, false],
    [{ authorization: "Bearer abc" }, "abc", false],
    [{ authorization: "bearer   abc " }, "abc", false],
    [{ authorization: "Bearer abc", cookie: "session=def" }, "abc", false],
    [{ authorization: "Bearer", cookie: "session=def" }, "", false],
    [{ authorization: "Bearer not one", cookie: "session=def" }, "not one", false],
    [{ authorization: "Basic eDp5", cookie: "session=def" }, "def", true],
    [{ cookie: "a=b; session=def; c=d" }, "def", true],
    [{ cookie: "session=d=e" }, "d=e", true],
    [{ cookie: "my_session=def; sessions=x; session" }, "", true],
    [{ cookie: "my_session=def" }, null, false],
  ];
  for (const [headers, token, byCookie] of cases) {
    assert.deepEqual(tokenFrom(headers), { token, byCookie });
    assert.deepEqual(tokenFrom(new Headers(headers)), { token, byCookie });
  }
});

Deno.test("the cookie expires with the token, and is Secure on https", () => {
  const expires_at = new Date(Date.now() + 5000).toISOString();
  const user = {
    id: 1,
    full_name: "A",
    role: "patient",
    email: "a@b.c",
    time_zone: "UTC",
    locale: "en-US",
  } as const;
  const signIn = { token: "abc", expires_at, user };
  const cookie = "session=abc; Path=/; Max-Age=5; HttpOnly; SameSite=Lax";
  assert.equal(sessionCookie(auth, signIn), cookie);
  assert.equal(sessionCookie({ ...auth, secureCookies: true }, signIn), `${cookie}; Secure`);
  assert.match(clearedSessionCookie(auth), /^session=; Path=\/; Max-Age=0;/);
});
