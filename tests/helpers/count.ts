/** How many tests ran, read from what `deno test` prints. */

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Reads the summary, `ok | 5 passed (2 steps) | 0 failed | 1 ignored (3s)`; the last one counts. A run
 * that ended badly without a failed test (it crashed, nothing could be loaded) is one failure.
 */
export function countTests(output: string, exitCode: number): Count {
  // deno-lint-ignore no-control-regex -- colours are written in control characters
  const plain = output.replace(/\x1b\[[\d;]*m/g, "");
  const summary = plain.split("\n").findLast((line) =>
    / \| \d+ passed\b.* \| \d+ failed\b/.test(line)
  );
  const count = (what: string) =>
    Number(summary?.match(new RegExp(`\\| (\\d+) ${what}\\b`))?.[1] ?? 0);
  const failed = count("failed") || (exitCode === 0 ? 0 : 1);
  return { passed: count("passed"), failed, skipped: count("ignored") };
}
