/** A person's next meetings, as pages show them before their connection stands. */
import type { Schedule } from "../contract/meetings.ts";
import type { Page } from "../contract/pages.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { listSchedules } from "./schedules.ts";

/** `madeAt` is when they were read (milliseconds): none of them was over then. */
export type Upcoming = { first: Page<Schedule>; madeAt: number };

/** The next twenty meetings, those under way among them, soonest first. */
export async function loadUpcoming(sql: Queries, user: User): Promise<Upcoming> {
  const madeAt = Date.now();
  const from = new Date(madeAt).toISOString();
  const query = { from, status: "scheduled" as const, limit: 20, offset: 0 };
  return { first: await listSchedules(sql, user, query), madeAt };
}
