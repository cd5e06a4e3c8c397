/** What notifications are about. */
import type { Target } from "../contract/notifications.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";

/** The first of `targets` that exists and concerns this person. */
export async function firstTarget(
  sql: Queries,
  userId: number,
  targets: Target[],
): Promise<Target | undefined> {
  for (const target of targets) {
    if (await exists(sql, userId, target)) return target;
  }
}

async function exists(sql: Queries, userId: number, { kind, id }: Target): Promise<boolean> {
  const row = kind === "request"
    ? sql`select from meeting_requests where id = ${id} and ${userId} in (requester_id, expert_id)`
    : sql`select from schedules where id = ${id} and ${userId} in (user_id, mentor_id)`;
  const [{ found }] = await attempt(() =>
    sql<{ found: boolean }[]>`select exists(${row}) as found`
  );
  return found;
}
