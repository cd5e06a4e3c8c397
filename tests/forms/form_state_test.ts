import assert from "node:assert/strict";
import { AppError } from "../../lib/contract/errors.ts";
import { answerTo, failedForm } from "../../lib/forms/form_state.ts";

const values = { email: "a@example.org", password: "secret", extra: "kept" };

Deno.test("errors are at their fields, and values stay except the password", () => {
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

Deno.test("an error of no field is the problem of the form", () => {
  const appError = new AppError("email_taken", "This address has an account");
  assert.equal(failedForm(appError, values, ["email"]).problem, "This address has an account.");
});

Deno.test("an error that is no AppError is thrown", () => {
  assert.throws(() => failedForm(new Error("broken"), values, []), /broken/);
});

Deno.test("the answer has the status of the error, and when to try again", () => {
  assert.deepEqual(answerTo(new AppError("email_taken", "")), { status: 409 });
  assert.deepEqual(answerTo(new AppError("rate_limited", "", { retryAfter: 1.2 })), {
    status: 429,
    headers: { "retry-after": "2" },
  });
});
