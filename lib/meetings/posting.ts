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
import { limitNotifications } from "./limits.ts";
import { findNotification, sendMeetingNotification } from "./notifications.ts";
import { isService, requireOneOf, requireRelation, transactAs } from "./participants.ts";

/**
 * Sends a notification by a `notificationInput`. People write to those with whom they have a
 * relation, in their own name; services to anybody. Throws `invalid_input`, `forbidden`, `not_found`
 * (for a service: no such patient or researcher; for a person: the schedule is none of these two)
 * and `rate_limited`.
 */
export async function postNotification(
  sql: Queries,
  user: User,
  input: unknown,
): Promise<Notification> {
  const posted = parse(notificationInput, input);
  requireOneOf(user, posted);
  return await transactAs(sql, user, async (tx) => {
    await requireRelation(tx, user, posted);
    const recipientId = posted.recipient_id ?? posted.user_id;
    if (!isService(user)) {
      await requireOwnSchedule(tx, posted);
      await limitNotifications(tx, user.id, recipientId);
    }
    const id = await sendMeetingNotification(tx, posted, !isService(user));
    return (await findNotification(tx, recipientId, id))!;
  });
}

async function requireOwnSchedule(tx: Queries, posted: NotificationInput): Promise<void> {
  const { user_id, mentor_id, schedule_id } = posted;
  if (!schedule_id) return;
  const { count } = await tx`
    select from schedules
    where id = ${schedule_id} and user_id = ${user_id} and mentor_id = ${mentor_id}`;
  if (count === 0) throw new AppError("not_found", "schedule_id: the two have no such schedule");
}
