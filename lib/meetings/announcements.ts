/** Telling both participants of a meeting: on request, or because it is cancelled. */
import { AppError } from "../contract/errors.ts";
import { parse } from "../contract/parse.ts";
import type { Schedule } from "../contract/meetings.ts";
import {
  cancelInput,
  type Cancellation,
  type Notification,
  reminderInput,
} from "../contract/notifications.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { transact } from "../db/app_errors.ts";
import { lockSchedule, readSchedule } from "./participants.ts";

/**
 * Reminds both participants now, by a `reminderInput`; returns both notifications. Throws
 * `invalid_input`, `not_found` and `conflict` (begun, cancelled or completed).
 */
export async function remind(sql: Queries, user: User, input: unknown): Promise<Notification[]> {
  const { schedule_id } = parse(reminderInput, input);
  return await transact(sql, async (tx) => {
    const schedule = await lockSchedule(tx, user, schedule_id);
    if (schedule.status !== "scheduled") {
      throw new AppError("conflict", `The meeting is ${schedule.status}`);
    }
    if (!await isAhead(tx, schedule)) throw new AppError("conflict", "The meeting has begun");
    await tx`
      select live.tell_participants(
        array[(${schedule_id}, 'meeting_reminder', null, null, null)::live.schedule_event]
      )`;
    return await readTold(tx, schedule, "meeting_reminder");
  });
}

async function isAhead(tx: Queries, { start_datetime }: Schedule): Promise<boolean> {
  const [{ ahead }] = await tx<{ ahead: boolean }[]>`
    select ${start_datetime}::timestamptz > now() as ahead`;
  return ahead;
}

/**
 * Cancels a meeting by a `cancelInput`; its trigger tells both participants. Throws
 * `invalid_input`, `not_found`, `already_cancelled` and `conflict` (completed).
 */
export async function cancelSchedule(
  sql: Queries,
  user: User,
  input: unknown,
): Promise<Cancellation> {
  const { schedule_id, reason } = parse(cancelInput, input);
  return await transact(sql, async (tx) => {
    const { status } = await lockSchedule(tx, user, schedule_id);
    if (status === "cancelled") {
      throw new AppError("already_cancelled", "The meeting is cancelled already");
    }
    if (status !== "scheduled") throw new AppError("conflict", `The meeting is ${status}`);
    await tx`
      update schedules set status = 'cancelled', cancel_reason = ${reason || null}
      where id = ${schedule_id}`;
    const schedule = await readSchedule(tx, schedule_id);
    return { schedule, notifications: await readTold(tx, schedule, "meeting_cancelled") };
  });
}

/** What this transaction told the two, who hold still since the schedule is locked. */
async function readTold(
  tx: Queries,
  { id, user_id, mentor_id }: Schedule,
  type: string,
): Promise<Notification[]> {
  const rows = await tx<{ notification: Notification }[]>`
    select live.notification_json(told) as notification
    from unnest(array[${user_id}, ${mentor_id}]::integer[]) with ordinality side (recipient, place),
    lateral (
      select n.* from meeting_notifications n
      where recipient_id = recipient and created_at = now() and schedule_id = ${id}
        and notification_type = ${type}
      order by n.id desc limit 1
    ) told
    order by place`;
  return rows.map(({ notification }) => notification);
}
