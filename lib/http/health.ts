/** Whether the app can serve: its database answers, and the hub reads what is committed. */
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "../contract/errors.ts";
import { ping, type Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";

/**
 * The state of the hub (`lagMs` since its last poll), the number of connected sockets, and of changes
 * that were skipped because they cannot be delivered.
 */
export type Health = {
  hub: { available: boolean; notifier: boolean; mode: string; lagMs: number };
  connections: number;
  skipped: number;
};

const ANSWER_TIMEOUT_MS = 2000;

const KEPT_MS = 1000;
const kept = new WeakMap<Queries, { askedAt: number; answer: Promise<boolean> }>();

/**
 * Throws `unavailable` where the app cannot serve now. Whether the database answers is asked once a
 * second at most, however many want to know.
 */
export async function requireReady(
  sql: Queries,
  health: Health,
  now = performance.now(),
): Promise<void> {
  const known = kept.get(sql);
  const { answer } = known && now - known.askedAt < KEPT_MS ? known : ask(sql, now);
  if (!await answer) throw notReady("The database does not answer");
  if (!health.hub.available) throw notReady("The hub does not read what is committed");
}

function ask(sql: Queries, now: number): { answer: Promise<boolean> } {
  const asked = { askedAt: now, answer: answers(sql) };
  kept.set(sql, asked);
  return asked;
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
