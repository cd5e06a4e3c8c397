import assert from "node:assert/strict";
import { throttle } from "../../lib/browser/hooks/throttle.ts";

Deno.test("work runs at the first call and once after the last", () => {
  let calls = 0;
  const runs: number[] = [];
  const rests: (() => void)[] = [];
  const work = throttle(() => runs.push(calls), 5, (rest) => rests.push(rest));
  const callTimes = (times: number) => {
    while (times-- > 0) {
      calls++;
      work();
    }
  };
  callTimes(10);
  assert.deepEqual(runs, [1]);
  rests.shift()!();
  assert.deepEqual(runs, [1, 10]);
  rests.shift()!();
  assert.deepEqual([runs, rests.length], [[1, 10], 0]);
  callTimes(1);
  assert.deepEqual(runs, [1, 10, 11]);
});
