import assert from "node:assert/strict";
import { countTests } from "./helpers/count.ts";

Deno.test("the last summary counts, in colour or not", () => {
  const text =
    "ok | 9 passed | 9 failed (1s)\n\x1b[31mFAILED\x1b[0m | 12 passed (3 steps) | 2 failed (1 step) | 1 ignored (2s)\n\nerror: Test failed\n";
  assert.deepEqual(countTests(text, 1), { passed: 12, failed: 2, skipped: 1 });
  assert.deepEqual(countTests("ok | 3 passed | 0 failed (9ms)", 0), {
    passed: 3,
    failed: 0,
    skipped: 0,
  });
});

Deno.test("a run that ended badly without a failed test is a failure", () => {
  assert.deepEqual(countTests("", 1), { passed: 0, failed: 1, skipped: 0 });
  assert.deepEqual(countTests("ok | 3 passed | 0 failed (9ms)", 1), {
    passed: 3,
    failed: 1,
    skipped: 0,
  });
});
