/** Codes of authenticator apps and for recovery. */
import assert from "node:assert/strict";
import { Secret } from "otpauth";
import { hashOf, newRecoveryCodes, stepOf } from "../../lib/auth/factors/codes.ts";

/** The secret and the times of RFC 6238, appendix B, of whose codes these are the last six digits. */
const secret = Secret.fromUTF8("12345678901234567890").base32;
const vectors: [seconds: number, code: string][] = [
  [59, "287082"],
  [1111111109, "081804"],
  [1234567890, "005924"],
  [20000000000, "353130"],
];

Deno.test("a code is valid in its step of 30 seconds, the one before and the one after", () => {
  for (const [seconds, code] of vectors) {
    const step = Math.floor(seconds / 30);
    const at = (steps: number) => stepOf(secret, code, (step + steps) * 30_000);
    assert.deepEqual([-2, -1, 0, 1, 2].map(at), [null, step, step, step, null], code);
  }
});

Deno.test("what is no code of six digits is none", () => {
  for (const code of ["", "28708", "2870820", "28708a", "287083"]) {
    assert.equal(stepOf(secret, code, 59_000), null, code);
  }
});

Deno.test("recovery codes differ, and are the same however they are typed", () => {
  const codes = newRecoveryCodes();
  assert.equal(new Set(codes).size, 10);
  assert.match(codes[0], /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  const typed = ` ${codes[0].toUpperCase().replaceAll("-", " ")}`;
  assert.deepEqual(hashOf(typed), hashOf(codes[0]));
});
