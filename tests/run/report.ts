/** What a run of tests came to. */

export type Count = { passed: number; failed: number; skipped: number };
export type Timed = { name: string; seconds: number };

/**
 * Counts the tests of a pass by what `deno test` wrote: its summary, `ok | 5 passed (2 steps) |
 * 0 failed | 1 ignored (3s)`, of which the last one counts. A pass that broke off without one is
 * counted by its lines, and is a failure itself; so is one that ended badly without a failed test.
 */
export function countTests(output: string, exitCode: number): Count {
  // deno-lint-ignore no-control-regex -- colours are written in control characters
  const lines = output.replace(/\x1b\[[\d;]*m/g, "").split("\n");
  const summary = lines.findLast((line) => / \| \d+ passed\b.* \| \d+ failed\b/.test(line));
  const named = (what: string) =>
    Number(summary?.match(new RegExp(`\\| (\\d+) ${what}\\b`))?.[1] ?? 0);
  const ending = (end: RegExp) => lines.filter((line) => /^\S/.test(line) && end.test(line)).length;
  const count = summary
    ? { passed: named("passed"), failed: named("failed"), skipped: named("ignored") }
    : {
      passed: ending(/ \.\.\. ok \(/),
      failed: ending(/ \.\.\. FAILED \(/) + 1,
      skipped: ending(/ \.\.\. ignored \(/),
    };
  return exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** The sum of the counts of several passes, as the closing line. */
export function closingLine(counts: Count[]): string {
  const sum = (what: keyof Count) => counts.reduce((total, count) => total + count[what], 0);
  const skipped = sum("skipped") ? `, ${sum("skipped")} skipped` : "";
  return `${sum("passed")} passed, ${sum("failed")} failed${skipped}`;
}

/** The tests of a JUnit report of `deno test`, without their steps. */
export function readTimes(junit: string): Timed[] {
  const cases = [...junit.matchAll(/<testcase name="([^"]*)" [^>]*?time="([\d.]+)"/g)];
  const tests = cases.filter(([, name]) => !name.includes(" &gt; "));
  return tests.map(([, name, time]) => ({ name: unescape(name), seconds: Number(time) }));
}

function unescape(text: string): string {
  const characters = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_, name: keyof typeof characters) => characters[name],
  );
}

/** The ten slowest of `tests`, a line each. */
export function slowest(tests: Timed[]): string[] {
  const ten = tests.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10);
  return ten.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${name}`);
}
