/** Double bookings, explained by the caller's own meeting at that time. */
import { AppError } from "../contract/errors.ts";
import type { Schedule } from "../contract/meetings.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import { isService } from "./participants.ts";
import type { Times } from "./times.ts";

/** The wanted time of a meeting; `id` is that of the meeting itself if it exists already. */
export type Wanted = Times & { id?: number };

/**
 * Runs `work`, a transaction of its own. A `double_booking` gets the caller's own meeting at the
 * `wanted` time, if there is one; those of the other person are not disclosed.
 */
export async function explainCollision<T>(
  sql: Queries,
  user: User,
  wanted: () => Wanted,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isCollision = error instanceof AppError && error.code === "double_booking";
    if (!isCollision || isService(user)) throw error;
    const schedule = await findOwn(sql, user, wanted());
    throw new AppError(error.code, error.message, { schedule });
  }
}

async function findOwn(
  sql: Queries,
  { id, role }: User,
  { start, end, id: itself = 0 }: Wanted,
): Promise<Schedule | undefined> {
  const own = role === "patient" ? "user_id" : "mentor_id";
  const [row] = await attempt(() =>
    sql<{ schedule: Schedule }[]>`
      select private.schedule_json(s) as schedule from schedules s
      where ${sql(own)} = ${id} and status = 'scheduled' and id <> ${itself}
        and tstzrange(start_datetime, end_datetime) && tstzrange(${start}::text::timestamptz, ${end}::text::timestamptz)
      order by start_datetime limit 1`
  );
  return row?.schedule;
}
