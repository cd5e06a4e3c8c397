/** Whether the app can serve: its database answers, and the hub reads what is committed. */
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "../contract/errors.ts";
import { ping, type Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";

/** How the hub is doing (`lagMs` since its last poll), and how many sockets are connected. */
export type Health = {
  hub: { available: boolean; notifier: boolean; mode: string; lagMs: number };
  connections: number;
};

const databasePatienceMs = 2000;

/** Throws `unavailable` where the app cannot serve now. */
export async function requireReady(sql: Queries, health: Health): Promise<void> {
  if (!await answers(sql)) throw notReady("The database does not answer");
  if (!health.hub.available) throw notReady("The hub does not read what is committed");
}

async function answers(sql: Queries): Promise<boolean> {
  const done = new AbortController();
  const late = delay(databasePatienceMs, false, done).catch(() => false);
  try {
    return await Promise.race([attempt(() => ping(sql)).then(() => true, () => false), late]);
  } finally {
    done.abort();
  }
}

function notReady(detail: string): AppError {
  return new AppError("unavailable", detail, { retryAfter: 2 });
}
