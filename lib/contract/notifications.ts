import { z } from "zod";
import { count, flag, id, instant, json, link, text, time, version, words } from "./fields.ts";
import { schedule } from "./meetings.ts";
import { cursor } from "./pages.ts";
import { actor } from "./users.ts";

export const notification = z.object({
  id,
  user_id: id,
  mentor_id: id,
  recipient_id: id,
  schedule_id: z.int().nullable(),
  notification_type: z.string(),
  title: z.string(),
  message: z.string(),
  meeting_datetime: time.nullable(),
  meeting_link: z.string().nullable(),
  is_read: z.boolean(),
  created_at: time,
  read_at: time.nullable(),
  notification_data: z.unknown(),
  /** Who caused it, where that is known. */
  actor: actor.nullable(),
  /** Whether title, message and link are the actor's own words. */
  written_by_actor: z.boolean(),
  updated_at: time.nullable(),
  version,
});
export type Notification = z.infer<typeof notification>;

/** What a notification may be about. */
export type Target = { kind: "request" | "schedule"; id: number };

export const notificationType = z.string().regex(
  /^[a-z][a-z_]{0,49}$/,
  "must be up to 50 small letters and underscores",
);

export const notificationsQuery = z.object({
  limit: count(1, 100, 50),
  offset: count(0, 10_000_000, 0),
  unread_only: flag,
  type: notificationType.optional(),
  before: cursor.optional(),
});
export type NotificationsQuery = z.infer<typeof notificationsQuery>;

/** `total` counts those that match a query, `unread_count` all that are unread. */
const counts = { unread_count: z.int(), total: z.int() };
export type NotificationCounts = { [name in keyof typeof counts]: number };

export const notificationsList = z.object({ notifications: z.array(notification), ...counts });
export type NotificationsList = z.infer<typeof notificationsList>;

/** An offset: of an event, or of a list. */
const asOf = z.string().max(10_000);

export const notificationsPage = notificationsList.extend({ as_of: asOf });

/** `recipient_id` is `user_id` or `mentor_id`; `user_id` unless given. */
export const notificationInput = z.object({
  user_id: id,
  mentor_id: id,
  recipient_id: id.nullish(),
  schedule_id: id.nullish(),
  notification_type: notificationType,
  title: words(255),
  message: words(10_000),
  meeting_datetime: instant.nullish(),
  meeting_link: link.nullish(),
  notification_data: json(50_000).nullish(),
});
export type NotificationInput = z.infer<typeof notificationInput>;

/** With `as_of` what had been delivered by then is marked, and nothing else. */
export const markAllInput = z.object({ as_of: asOf.optional() });
export type MarkAllInput = z.infer<typeof markAllInput>;

export const reminderInput = z.object({ schedule_id: id });
export type ReminderInput = z.infer<typeof reminderInput>;

export const cancelInput = z.object({ schedule_id: id, reason: text(1000).trim().nullish() });
export type CancelInput = z.infer<typeof cancelInput>;

export const notificationAnswer = z.object({ notification });
/** One for each participant. */
export const reminderAnswer = z.object({ notifications: z.array(notification) });
export const cancelAnswer = z.object({ schedule, notifications: z.array(notification) });
export type Cancellation = z.infer<typeof cancelAnswer>;
