import { z } from "zod";
import { count, flag, id, time } from "./fields.ts";

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
});
export type Notification = z.infer<typeof notification>;

export const notificationsQuery = z.object({
  limit: count(1, 100, 50),
  offset: count(0, 10_000_000, 0),
  unread_only: flag,
});
export type NotificationsQuery = z.infer<typeof notificationsQuery>;

export const notificationsPage = z.object({
  notifications: z.array(notification),
  unread_count: z.int(),
  total: z.int(),
});
export type NotificationsPage = z.infer<typeof notificationsPage>;
