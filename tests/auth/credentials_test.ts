import assert from "node:assert/strict";
import { clearedSessionCookie, sessionCookie, tokenFrom } from "../../lib/auth/credentials.ts";
import { deviceCookie, markOf, marksFrom } from "../../lib/auth/devices.ts";
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

Deno.test("the cookie ends with the browser unless it is to last, and is Secure on https", () => {
  const user = {
    id: 1,
    full_name: "A",
    role: "patient",
    email: "a@b.c",
    time_zone: "UTC",
    locale: "en-US",
    approved: true,
  } as const;
  const signIn = { token: "abc", expires_at: new Date().toISOString(), user };
  const cookie = "session=abc; Path=/; HttpOnly; SameSite=Lax";
  assert.equal(sessionCookie(auth, signIn), cookie);
  assert.equal(sessionCookie({ ...auth, secureCookies: true }, signIn), `${cookie}; Secure`);
  assert.match(sessionCookie(auth, signIn, 5), /^session=abc; Path=\/; Max-Age=5; HttpOnly/);
  assert.match(clearedSessionCookie(auth), /^session=; Path=\/; Max-Age=0;/);
});

/** The marks that a browser sends back after `setCookie`. */
const marksIn = (setCookie: string) => marksFrom({ cookie: setCookie.split(";")[0] });

Deno.test("a device is known to the accounts that signed in on it, and to no other", () => {
  const [ada, bob] = ["ada@example.org", "bob@example.org"];
  const cookie = deviceCookie(auth, [], ada);
  assert.match(cookie, /^device=[\w-]{38}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/);
  const marks = marksIn(cookie);
  for (const email of [ada, "ADA@Example.org"]) assert.equal(markOf(auth, marks, email), marks[0]);
  assert.equal(markOf(auth, marks, bob), undefined);
  assert.equal(markOf({ ...auth, secret: new Uint8Array(64) }, marks, ada), undefined);
  const [mark] = marks;
  const forged = mark.slice(0, -1) + (mark.endsWith("A") ? "B" : "A");
  for (const text of [forged, mark.slice(1), "", `${mark}x`]) {
    assert.equal(markOf(auth, marksFrom({ cookie: `device=${text}` }), ada), undefined);
  }
});

Deno.test("a device keeps the mark of an account, and those of the latest five", () => {
  let marks: string[] = [];
  for (const email of "abcadef") marks = marksIn(deviceCookie(auth, marks, email));
  const known = [..."abcdef"].filter((email) => markOf(auth, marks, email));
  assert.deepEqual(known, [..."acdef"]);
  const again = marksIn(deviceCookie(auth, marks, "c"));
  assert.equal(markOf(auth, again, "c"), markOf(auth, marks, "c"));
});
