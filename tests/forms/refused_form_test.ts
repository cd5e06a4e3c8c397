import assert from "node:assert/strict";
import { Refusal } from "../../lib/contract/errors.ts";
import { answerTo, refusedForm } from "../../lib/forms/refused_form.ts";

const values = { email: "a@example.org", password: "secret", extra: "kept" };

Deno.test("errors show at their fields, what was typed stays, the password does not", () => {
  const refusal = new Refusal("invalid_input", "email: wrong", {
    errors: [
      { path: "email", message: "must be an e-mail address" },
      { path: "email", message: "another thing" },
    ],
  });
  assert.deepEqual(refusedForm(refusal, values, ["email", "password"]), {
    values: { email: "a@example.org", extra: "kept" },
    errors: { email: "Must be an e-mail address." },
    problem: undefined,
  });
});

Deno.test("what concerns no field of the form is told of the form", () => {
  const refusal = new Refusal("email_taken", "This address has an account");
  assert.equal(refusedForm(refusal, values, ["email"]).problem, "This address has an account.");
});

Deno.test("a failure is no refusal", () => {
  assert.throws(() => refusedForm(new Error("broken"), values, []), /broken/);
});

Deno.test("the answer has the status of the refusal, and says when to try again", () => {
  assert.deepEqual(answerTo(new Refusal("email_taken", "")), { status: 409 });
  assert.deepEqual(answerTo(new Refusal("rate_limited", "", { retryAfter: 1.2 })), {
    status: 429,
    headers: { "retry-after": "2" },
  });
});
