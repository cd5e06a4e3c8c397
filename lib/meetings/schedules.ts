/** Schedules: meetings with a time. Constraints of the table rule out two at once for anybody. */
import { AppError } from "../contract/errors.ts";
import { LAST_INSTANT } from "../contract/fields.ts";
import { parse, wrong } from "../contract/parse.ts";
import {
  type RescheduleInput,
  rescheduleInput,
  type Schedule,
  type ScheduleInput,
  scheduleInput,
  type SchedulesQuery,
  type UpcomingMeeting,
  type UpcomingQuery,
} from "../contract/meetings.ts";
import { cancelInput, type Cancellation } from "../contract/notifications.ts";
import type { Page } from "../contract/pages.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import { explainCollision } from "./collisions.ts";
import { limitMeetings } from "./limits.ts";
import { listMadeNow } from "./notifications.ts";
import { cursorOf, isBeyond, pageOf } from "./pages.ts";
import {
  isService,
  lockSchedule,
  readSchedule,
  requireNotBlocked,
  requireOneOf,
  requireRelation,
  transactAs,
} from "./participants.ts";
import { type Times, timesOf } from "./times.ts";

/** A meeting, or the one trial meeting of a patient and a researcher. */
export type Kind = "meeting" | "trial";

const DEFAULT_MINUTES = { meeting: 60, trial: 30 };

/** A person's meetings, or everybody's for a service, soonest first; with `kind` trials alone. */
export async function listSchedules(
  sql: Queries,
  user: User,
  { from, to, status, limit, offset, after }: SchedulesQuery,
  kind?: "trial",
): Promise<Page<Schedule>> {
  const rows = await attempt(() =>
    sql<{ row: Schedule; cursor: string }[]>`
      select private.schedule_json(s) as row, cursor
      from schedules s join (
        select id, ${cursorOf(sql, "start_datetime")} as cursor from schedules
        where ${mine(sql, user)}
          ${kind ? sql`and is_trial` : sql``}
          ${status ? sql`and status = ${status}` : sql``}
          ${from ? sql`and end_datetime > ${from}` : sql``}
          ${to ? sql`and start_datetime < ${to}` : sql``}
          ${after ? sql`and ${isBeyond(sql, "start_datetime", after, ">")}` : sql``}
        order by start_datetime, id limit ${limit + 1} offset ${offset}
      ) page using (id)
      order by s.start_datetime, id`
  );
  return pageOf(rows, limit);
}

const HALF_DAY_MS = 12 * 60 * 60 * 1000;

/** A person's meetings within half a day of an instant (ISO 8601), 50 at most. */
export async function listAround(sql: Queries, user: User, at: string | null): Promise<Schedule[]> {
  if (!at) return [];
  const instant = Date.parse(at);
  const [from, to] = [instant - HALF_DAY_MS, Math.min(instant + HALF_DAY_MS, LAST_INSTANT)];
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const query = { ...span, status: "scheduled" as const, limit: 50, offset: 0 };
  return (await listSchedules(sql, user, query)).rows;
}

/** A person's meetings that are not over, each with the person on the other side, soonest first. */
export async function listUpcoming(
  sql: Queries,
  user: User,
  { limit }: UpcomingQuery,
): Promise<UpcomingMeeting[]> {
  if (isService(user)) return [];
  const rows = await attempt(() =>
    sql<{ schedule: Schedule; other: UpcomingMeeting["other"] }[]>`
      select private.schedule_json(s) as schedule, private.person_json(other) as other
      from schedules s
      join users other on other.id = ${sql(sidesOf(user).other)}
      where ${mine(sql, user)} and status = 'scheduled' and end_datetime > now()
      order by start_datetime, s.id limit ${limit}`
  );
  return rows.map(({ schedule, other }) => ({ ...schedule, other }));
}

function mine(sql: Queries, user: User) {
  if (isService(user)) return sql`true`;
  return sql`${sql(sidesOf(user).own)} = ${user.id}`;
}

function sidesOf({ role }: User) {
  return role === "patient"
    ? { own: "user_id", other: "mentor_id" }
    : { own: "mentor_id", other: "user_id" };
}

/**
 * Makes a schedule from a `scheduleInput`. Throws `invalid_input` (a past start too), `forbidden`
 * (the caller is neither of the two, or has no relation with the other), `not_found` (for a service:
 * no such patient or researcher), `double_booking`, `trial_used` and `rate_limited`.
 */
export async function createSchedule(
  sql: Queries,
  user: User,
  kind: Kind,
  input: unknown,
): Promise<Schedule> {
  const planned = parse(scheduleInput, input);
  const times = timesOf(planned, DEFAULT_MINUTES[kind]);
  requireOneOf(user, planned);
  const create = () =>
    transactAs(sql, user, async (tx) => {
      await requireRelation(tx, user, planned);
      if (kind === "trial") await requireNoTrial(tx, planned);
      const id = await insertSchedule(tx, planned, times, kind === "trial");
      if (id === null) throw past();
      if (!isService(user)) await limitMeetings(tx, planned);
      return await readSchedule(tx, id);
    });
  return await explainCollision(sql, user, () => times, create);
}

/** Checked before the time, since another time would not help. */
async function requireNoTrial(tx: Queries, { user_id, mentor_id }: ScheduleInput): Promise<void> {
  const [{ used }] = await tx<{ used: boolean }[]>`
    select exists (
      select from schedules
      where user_id = ${user_id} and mentor_id = ${mentor_id}
        and is_trial and status <> 'cancelled'
    ) as used`;
  if (used) throw new AppError("trial_used", "These two had, or have, their trial meeting");
}

async function insertSchedule(
  tx: Queries,
  { user_id, mentor_id, meeting_link, title }: ScheduleInput,
  { start, end }: Times,
  isTrial: boolean,
): Promise<number | null> {
  const [row] = await tx<{ id: number }[]>`
    insert into schedules (
      user_id, mentor_id, start_datetime, end_datetime, link, title, is_trial
    )
    select ${user_id}, ${mentor_id}, start_at, ${end}, ${meeting_link ?? null}, ${title || null},
      ${isTrial}
    from (select ${start}::timestamptz as start_at) wanted
    where start_at > now()
    returning id`;
  return row?.id ?? null;
}

/**
 * Moves a schedule of the caller's, by a `rescheduleInput`. Throws `invalid_input` (a past start
 * too), `not_found`, `forbidden` (a patient who is blocked), `conflict` (cancelled or completed) and
 * `double_booking`.
 */
export async function moveSchedule(
  sql: Queries,
  user: User,
  id: number,
  input: unknown,
): Promise<Schedule> {
  const moved = parse(rescheduleInput, input);
  let times: Times;
  const move = () =>
    transactAs(sql, user, async (tx) => {
      const schedule = await lockSchedule(tx, user, id);
      await requireNotBlocked(tx, user, schedule);
      const { status, duration_minutes } = schedule;
      if (status !== "scheduled") throw new AppError("conflict", `The meeting is ${status}`);
      times = timesOf(moved, duration_minutes);
      if (!await updateTimes(tx, id, moved, times)) throw past();
      return await readSchedule(tx, id);
    });
  return await explainCollision(sql, user, () => ({ ...times, id }), move);
}

async function updateTimes(
  tx: Queries,
  id: number,
  { meeting_link }: RescheduleInput,
  { start, end }: Times,
): Promise<boolean> {
  const link = meeting_link === undefined ? tx`link` : tx`${meeting_link}`;
  const { count } = await tx`
    update schedules set start_datetime = ${start}, end_datetime = ${end}, link = ${link}
    where id = ${id} and ${start}::timestamptz > now()`;
  return count > 0;
}

/**
 * Cancels a meeting by a `cancelInput`; a trigger notifies both participants. Throws
 * `invalid_input`, `not_found`, `already_cancelled` and `conflict` (completed).
 */
export async function cancelSchedule(
  sql: Queries,
  user: User,
  input: unknown,
): Promise<Cancellation> {
  const { schedule_id, reason } = parse(cancelInput, input);
  return await transactAs(sql, user, async (tx) => {
    const { status } = await lockSchedule(tx, user, schedule_id);
    if (status === "cancelled") {
      throw new AppError("already_cancelled", "The meeting is cancelled already");
    }
    if (status !== "scheduled") throw new AppError("conflict", `The meeting is ${status}`);
    await setCancelled(tx, schedule_id, reason || null);
    const schedule = await readSchedule(tx, schedule_id);
    return { schedule, notifications: await listMadeNow(tx, schedule, "meeting_cancelled") };
  });
}

async function setCancelled(tx: Queries, id: number, reason: string | null): Promise<void> {
  await tx`update schedules set status = 'cancelled', cancel_reason = ${reason} where id = ${id}`;
}

function past(): AppError {
  return wrong("start_datetime", "is in the past");
}
