/** Reminders by themselves: what is due, and to whom, is the database's knowledge. */
import { setTimeout as delay } from "node:timers/promises";
import type { Queries } from "../db/pool.ts";
import type { Log } from "../log.ts";

const everyMs = 1000;
/** How long stopping waits for a call under way. */
const patienceMs = 5000;

/** Tells what is due, of 500 meetings at most; returns how many notifications that made. */
export async function sendDueReminders(sql: Queries): Promise<number> {
  const [{ sent }] = await sql<{ sent: number }[]>`select live.send_due_reminders() as sent`;
  return sent;
}

/**
 * Sends what is due now and every second, in the background, until stopped; any number of
 * processes may. Failures are logged, the first of several in a row, and tried again.
 */
export function startReminders(sql: Queries, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = run();

  async function run(): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      try {
        while (!signal.aborted && await sendDueReminders(sql) > 0);
        failures = 0;
      } catch (error) {
        if (!signal.aborted && failures++ === 0) {
          log.warn({ err: error }, "reminders cannot be sent, trying again every second");
        }
      }
      await delay(everyMs, undefined, { signal }).catch(() => {});
    }
  }
  return {
    async stop() {
      stopping.abort();
      const done = new AbortController();
      const late = delay(patienceMs, undefined, done).catch(() => {});
      await Promise.race([running, late]);
      done.abort();
    },
  };
}
