/** Keeps the feed and the lists of what has expired short. */
import type { Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { prune } from "./change_feed.ts";

const EVERY_MS = 60_000;
/** How long an offset can be honoured. */
export const RETENTION = "24 hours";

/** Prunes now and every minute, in the background; any number of processes may. */
export function startHousekeeping(sql: Sql, log: Log): { stop(): Promise<void> } {
  let stopped = false;
  let running = run();
  const timer = setInterval(() => running = running.then(run), EVERY_MS);

  async function run(): Promise<void> {
    try {
      while (!stopped && await prune(sql, RETENTION) > 0);
    } catch (error) {
      if (!stopped) log.warn({ err: error }, "housekeeping failed, trying again in a minute");
    }
  }
  return {
    stop() {
      stopped = true;
      clearInterval(timer);
      return running;
    },
  };
}
