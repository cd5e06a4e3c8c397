import assert from "node:assert/strict";
import { SignJWT, UnsecuredJWT } from "jose";
import { readToken, signToken } from "../../lib/auth/tokens.ts";
import { auth } from "../helpers/auth.ts";

const expiresAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000);
const claims = { userId: 7, sessionId: 3_000_000_000, expiresAt };

const now = Math.floor(Date.now() / 1000);
const payload = { iss: "liaison", aud: "liaison", sub: "7", sid: 1, iat: now, exp: now + 60 };

function sign(changes = {}, header = {}, secret = auth.secret): Promise<string> {
  return new SignJWT({ ...payload, ...changes })
    .setProtectedHeader({ alg: "HS256", typ: "JWT", ...header }).sign(secret);
}

Deno.test("a token carries its claims", async () => {
  assert.deepEqual(await readToken(auth, await signToken(auth, claims)), claims);
  assert.notEqual(await readToken(auth, await sign()), null);
});

Deno.test("foreign and expired tokens are invalid", async (t) => {
  const unsecured = new UnsecuredJWT(payload).encode();
  const good = await sign();
  const tokens: Record<string, string> = {
    "of another key": await sign({}, {}, new TextEncoder().encode("x".repeat(32))),
    "expired": await sign({ exp: now - 1 }),
    "alg none": unsecured,
    "alg none, with our signature": unsecured + good.split(".")[2],
    "another algorithm": await sign({}, { alg: "HS512" }),
    "another type": await sign({}, { typ: "at+jwt" }),
    "no type": await sign({}, { typ: undefined }),
    "another issuer": await sign({ iss: "other" }),
    "another audience": await sign({ aud: "other" }),
    "no expiry": await sign({ exp: undefined }),
    "no session": await sign({ sid: undefined }),
    "a session that is text": await sign({ sid: "1" }),
    "a subject that is no id": await sign({ sub: "1 or 1=1" }),
    "a subject out of range": await sign({ sub: "2147483648" }),
    "a changed payload": good.replace(/\.(.)/, (_, c) => `.${c === "f" ? "g" : "f"}`),
    "without signature": good.slice(0, good.lastIndexOf(".") + 1),
    "nothing": "",
    "dots": "..",
    "junk": "é\0 .%%%.\u{1F600}",
    "long junk": "a.".repeat(100_000),
  };
  for (const [name, token] of Object.entries(tokens)) {
    await t.step(name, async () => assert.equal(await readToken(auth, token), null));
  }
});
