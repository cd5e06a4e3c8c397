import assert from "node:assert/strict";
import { closingLine, countTests, readTimes, slowest } from "./report.ts";

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

Deno.test("a pass that ends badly without a failed test is a failure", () => {
  assert.deepEqual(countTests("", 1), { passed: 0, failed: 1, skipped: 0 });
  assert.deepEqual(countTests("ok | 3 passed | 0 failed (9ms)", 1), {
    passed: 3,
    failed: 1,
    skipped: 0,
  });
});

Deno.test("a pass that breaks off is counted by its lines, and is a failure itself", () => {
  const lines = [
    "./tests/a_test.ts => \x1b[0mone ... \x1b[32mok\x1b[0m (5ms)",
    "  a step ... ok (1ms)",
    "./tests/a_test.ts => two ... FAILED (1s)",
    "./tests/b_test.ts => three ... ignored (0ms)",
    "four ... ok (1m2s)",
  ];
  assert.deepEqual(countTests(lines.join("\n"), 134), { passed: 2, failed: 2, skipped: 1 });
});

Deno.test("the closing line is the sum of all passes", () => {
  const passes = [
    { passed: 700, failed: 0, skipped: 0 },
    { passed: 15, failed: 1, skipped: 0 },
  ];
  assert.equal(closingLine(passes), "715 passed, 1 failed");
  assert.equal(
    closingLine([...passes, { passed: 0, failed: 0, skipped: 2 }]),
    "715 passed, 1 failed, 2 skipped",
  );
  assert.equal(closingLine([]), "0 passed, 0 failed");
});

Deno.test("the ten slowest tests are named", () => {
  const test = (name: string, time: string) =>
    `<testcase name="${name}" classname="./tests/helpers/x.ts" time="${time}" line="1" col="6">`;
  const times = readTimes(
    test("a &lt; &quot;b&quot;", "0.250") + test("slow", "12.345") + test("slow &gt; step", "9"),
  );
  assert.deepEqual(times[0], { name: 'a < "b"', seconds: 0.25 });
  assert.deepEqual(slowest(times), ["  12.3 s  slow", '   0.3 s  a < "b"']);
  assert.equal(slowest(Array(11).fill(times[0])).length, 10);
});
