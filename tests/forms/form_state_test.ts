import assert from "node:assert/strict";
import { AppError } from "../../lib/contract/errors.ts";
import { answerTo, failedForm } from "../../lib/forms/form_state.ts";

const values = { email: "a@example.org", password: "secret", extra: "kept" };

Deno.test("errors show at their fields, what was typed stays, the password does not", () => {
  const appError = new AppError("invalid_input", "email: wrong", {
    errors: [
      { path: "email", message: "must be an e-mail address" },
      { path: "email", message: "another thing" },
    ],
  });
  assert.deepEqual(failedForm(appError, values, ["email", "password"]), {
    values: { email: "a@example.org", extra: "kept" },
    errors: { email: "Must be an e-mail address." },
    problem: undefined,
  });
});

Deno.test("what concerns no field of the form is told of the form", () => {
  const appError = new AppError("email_taken", "This address has an account");
  assert.equal(failedForm(appError, values, ["email"]).problem, "This address has an account.");
});

Deno.test("a failure is no error", () => {
  assert.throws(() => failedForm(new Error("broken"), values, []), /broken/);
});

Deno.test("the answer has the status of the error, and says when to try again", () => {
  assert.deepEqual(answerTo(new AppError("email_taken", "")), { status: 409 });
  assert.deepEqual(answerTo(new AppError("rate_limited", "", { retryAfter: 1.2 })), {
    status: 429,
    headers: { "retry-after": "2" },
  });
});
