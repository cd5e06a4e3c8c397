import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "./log.ts";

const STOP_TIMEOUT_MS = 500;

export type Background = { stop(): Promise<void> };

/**
 * Calls `work` until it returns 0, now and every `everyMs`, until stopped; any number of processes
 * may. Failures are logged with `failure`, the first of several in a row, and tried again. To stop
 * waits up to half a second for a call under way.
 */
export function repeat(
  everyMs: number,
  work: () => Promise<number>,
  log: Log,
  failure: string,
): Background {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = run();

  async function run(): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      try {
        while (!signal.aborted && await work() > 0);
        failures = 0;
      } catch (error) {
        if (!signal.aborted && failures++ === 0) log.warn({ err: error }, failure);
      }
      await delay(everyMs, undefined, { signal }).catch(() => {});
    }
  }
  return {
    async stop() {
      stopping.abort();
      await settledWithin(STOP_TIMEOUT_MS, running);
    },
  };
}

/** Resolves once `work` has settled, or after `ms`. */
export async function settledWithin(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const late = delay(ms, undefined, timer).catch(() => {});
  await Promise.race([work.catch(() => {}), late]);
  timer.abort();
}
