/** Notifications that callers write. */
import { AppError } from "../contract/errors.ts";
import { parse } from "../contract/parse.ts";
import {
  type Notification,
  type NotificationInput,
  notificationInput,
} from "../contract/notifications.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { transact } from "../db/app_errors.ts";
import { findNotification, sendMeetingNotification } from "./notifications.ts";
import { isService, requireOneOf, requirePair } from "./participants.ts";

/**
 * Sends a notification by a `notificationInput`. People write to those with whom they share a
 * request or a schedule, services to anybody. Throws `invalid_input`, `forbidden` and `not_found`
 * (no such patient or researcher; a person's schedule is none of these two).
 */
export async function postNotification(
  sql: Queries,
  user: User,
  input: unknown,
): Promise<Notification> {
  const posted = parse(notificationInput, input);
  requireOneOf(user, posted);
  return await transact(sql, async (tx) => {
    if (isService(user)) await requirePair(tx, user, posted);
    else await requireShared(tx, posted);
    const id = await sendMeetingNotification(tx, posted);
    return (await findNotification(tx, posted.recipient_id ?? posted.user_id, id))!;
  });
}

async function requireShared(tx: Queries, posted: NotificationInput): Promise<void> {
  const { user_id, mentor_id, schedule_id = null } = posted;
  const [shared] = await tx<{ anything: boolean; schedule: boolean }[]>`
    select
      exists (
        select from meeting_requests where requester_id = ${user_id} and expert_id = ${mentor_id}
      ) or exists (
        select from schedules where user_id = ${user_id} and mentor_id = ${mentor_id}
      ) as anything,
      ${schedule_id}::integer is null or exists (
        select from schedules
        where id = ${schedule_id} and user_id = ${user_id} and mentor_id = ${mentor_id}
      ) as schedule`;
  if (!shared.anything) {
    throw new AppError("forbidden", "You share no request and no schedule with this person");
  }
  if (!shared.schedule) {
    throw new AppError("not_found", "schedule_id: the two have no such schedule");
  }
}
