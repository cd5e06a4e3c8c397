/** Whether the app can serve: its database answers, and the hub reads what is committed. */
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "../contract/errors.ts";
import { ping, type Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";

/** The state of the hub (`lagMs` since its last poll), and the number of connected sockets. */
export type Health = {
  hub: { available: boolean; notifier: boolean; mode: string; lagMs: number };
  connections: number;
};

const ANSWER_TIMEOUT_MS = 2000;

/** Throws `unavailable` where the app cannot serve now. */
export async function requireReady(sql: Queries, health: Health): Promise<void> {
  if (!await answers(sql)) throw notReady("The database does not answer");
  if (!health.hub.available) throw notReady("The hub does not read what is committed");
}

async function answers(sql: Queries): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(ANSWER_TIMEOUT_MS, false, timer).catch(() => false);
  try {
    return await Promise.race([attempt(() => ping(sql)).then(() => true, () => false), late]);
  } finally {
    timer.abort();
  }
}

function notReady(detail: string): AppError {
  return new AppError("unavailable", detail, { retryAfter: 2 });
}
