/** Notifications: what tells one person about a request or a meeting. */
import type { JSONValue } from "postgres";
import { Refusal } from "../contract/errors.ts";
import type {
  Notification,
  NotificationsPage,
  NotificationsQuery,
} from "../contract/notifications.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/refusals.ts";

/**
 * A person's notifications, newest first, with the number of unread ones. The counts are read from
 * an index alone, and the rows of earlier pages are not read at all.
 */
export async function listNotifications(
  sql: Queries,
  userId: number,
  query: NotificationsQuery,
): Promise<NotificationsPage> {
  const { limit, offset, unread_only } = query;
  const chosen = unread_only
    ? sql`recipient_id = ${userId} and not is_read`
    : sql`recipient_id = ${userId}`;
  const [page] = await attempt(() =>
    sql<NotificationsPage[]>`
      select
        counts.*,
        (
          select coalesce(json_agg(
            live.notification_json(n) order by n.created_at desc, n.id desc
          ), '[]')
          from (
            select id from meeting_notifications where ${chosen}
            order by created_at desc, id desc limit ${limit} offset ${offset}
          ) page
          join meeting_notifications n using (id)
        ) as notifications
      from (
        select count(*)::int as total, count(*) filter (where not is_read)::int as unread_count
        from meeting_notifications where ${chosen}
      ) counts`
  );
  return page;
}

/** Marks one of a person's notifications as read; the same answer again. Throws `not_found`. */
export async function markRead(sql: Queries, userId: number, id: number): Promise<Notification> {
  return (await readNotification(sql, userId, id)).notification;
}

/** As `markRead`; `changed` is false when it was read before, so that no event follows. */
export async function readNotification(
  sql: Queries,
  userId: number,
  id: number,
): Promise<{ notification: Notification; changed: boolean }> {
  const changed = await setRead(sql, userId, id);
  const notification = changed ?? await findNotification(sql, userId, id);
  if (!notification) throw new Refusal("not_found", "There is no such notification");
  return { notification, changed: changed !== undefined };
}

async function setRead(sql: Queries, userId: number, id: number) {
  const [row] = await attempt(() =>
    sql<{ notification: Notification }[]>`
      update meeting_notifications n set is_read = true
      where id = ${id} and recipient_id = ${userId} and not is_read
      returning live.notification_json(n) as notification`
  );
  return row?.notification;
}

/** One of a person's notifications. */
export async function findNotification(
  sql: Queries,
  userId: number,
  id: number,
): Promise<Notification | undefined> {
  const [row] = await attempt(() =>
    sql<{ notification: Notification }[]>`
      select live.notification_json(n) as notification from meeting_notifications n
      where id = ${id} and recipient_id = ${userId}`
  );
  return row?.notification;
}

/** Marks all of a person's notifications as read; returns how many were unread. */
export async function markAllRead(sql: Queries, userId: number): Promise<number> {
  const { count } = await attempt(() =>
    sql`
      update meeting_notifications set is_read = true
      where recipient_id = ${userId} and not is_read`
  );
  return count;
}

/** How many notifications a person has not read. */
export async function unreadCount(sql: Queries, userId: number): Promise<number> {
  const [{ count }] = await attempt(() =>
    sql<{ count: number }[]>`
      select count(*)::int from meeting_notifications
      where recipient_id = ${userId} and not is_read`
  );
  return count;
}

export type MeetingNotification = {
  user_id: number;
  mentor_id: number;
  notification_type: string;
  title: string;
  message: string;
  schedule_id?: number | null;
  /** A string is in ISO 8601, with `Z` or an offset. */
  meeting_datetime?: Date | string | null;
  meeting_link?: string | null;
  /** Any JSON value. */
  notification_data?: unknown;
  /** Who is told: `user_id` unless this says `mentor_id`. */
  recipient_id?: number | null;
};

/** Calls the SQL function of the same name; returns the new notification's id. */
export async function sendMeetingNotification(
  sql: Queries,
  n: MeetingNotification,
): Promise<number> {
  const at = n.meeting_datetime instanceof Date
    ? n.meeting_datetime.toISOString()
    : n.meeting_datetime;
  const data = n.notification_data ?? null;
  const [{ id }] = await attempt(() =>
    sql<{ id: number }[]>`
      select send_meeting_notification(
        user_id => ${n.user_id}, mentor_id => ${n.mentor_id},
        notification_type => ${n.notification_type}, title => ${n.title}, message => ${n.message},
        schedule_id => ${n.schedule_id ?? null},
        meeting_datetime => ${at ?? null}::text::timestamptz,
        meeting_link => ${n.meeting_link ?? null},
        notification_data => ${data === null ? null : sql.json(data as JSONValue)},
        recipient_id => ${n.recipient_id ?? null}
      ) as id`
  );
  return id;
}
