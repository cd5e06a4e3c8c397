/** The clock by which limits of calls are counted. */

/** Sets it a minute ahead every hundred calls of `tick`, so that no limit is reached. */
export function outrunLimits(): Disposable & { tick(): void } {
  const now = performance.now.bind(performance);
  let calls = 0;
  performance.now = () => now() + Math.floor(calls / 100) * 60_000;
  return {
    tick: () => void calls++,
    [Symbol.dispose]: () => performance.now = now,
  };
}
