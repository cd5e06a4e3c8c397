/** Reminders: sent when they are due, and when a participant asks for one. */
import { type Background, repeat } from "../background.ts";
import { AppError } from "../contract/errors.ts";
import type { Schedule } from "../contract/meetings.ts";
import { type Notification, reminderInput } from "../contract/notifications.ts";
import { parse } from "../contract/parse.ts";
import type { User } from "../contract/users.ts";
import type { LimitedConnection } from "../db/limited.ts";
import type { Queries } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { limitReminders } from "./limits.ts";
import { listMadeNow } from "./notifications.ts";
import { isService, lockSchedule, requireNotBlocked, transactAs } from "./participants.ts";

const EVERY_MS = 1000;

/**
 * Reminds both participants now, by a `reminderInput`; returns both notifications. Throws
 * `invalid_input`, `not_found`, `forbidden` (a patient who is blocked), `conflict` (begun, cancelled
 * or completed) and, for a person, `rate_limited`.
 */
export async function remind(sql: Queries, user: User, input: unknown): Promise<Notification[]> {
  const { schedule_id } = parse(reminderInput, input);
  return await transactAs(sql, user, async (tx) => {
    const schedule = await lockSchedule(tx, user, schedule_id);
    await requireNotBlocked(tx, user, schedule);
    if (schedule.status !== "scheduled") {
      throw new AppError("conflict", `The meeting is ${schedule.status}`);
    }
    if (!await isAhead(tx, schedule)) throw new AppError("conflict", "The meeting has begun");
    await insertReminders(tx, schedule_id);
    if (!isService(user)) await limitReminders(tx, schedule);
    return await listMadeNow(tx, schedule, "meeting_reminder");
  });
}

async function isAhead(tx: Queries, { start_datetime }: Schedule): Promise<boolean> {
  const [{ ahead }] = await tx<{ ahead: boolean }[]>`
    select ${start_datetime}::timestamptz > now() as ahead`;
  return ahead;
}

async function insertReminders(tx: Queries, scheduleId: number): Promise<void> {
  await tx`
    select private.notify_participants(
      array[(${scheduleId}, 'meeting_reminder', null, null, null)::private.schedule_event]
    )`;
}

/** Sends what is due, of 500 meetings at most; returns how many notifications that made. */
export async function sendDueReminders(sql: Queries): Promise<number> {
  const [{ sent }] = await sql<{ sent: number }[]>`select private.send_due_reminders() as sent`;
  return sent;
}

/** Sends what is due, every second in the background. */
export function startReminders(connection: LimitedConnection, log: Log): Background {
  const failure = "reminders cannot be sent, trying again every second";
  return repeat(EVERY_MS, () => connection.ask(sendDueReminders), log, failure);
}
