/** Notifications: each informs one person about a request or a meeting. */
import type { JSONValue } from "postgres";
import { AppError } from "../contract/errors.ts";
import type { Schedule } from "../contract/meetings.ts";
import type {
  Notification,
  NotificationCounts,
  NotificationsQuery,
} from "../contract/notifications.ts";
import type { Page } from "../contract/pages.ts";
import type { Opened } from "../db/offset.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import { cursorOf, isBeyond, pageOf } from "./pages.ts";

type Found = NotificationCounts & {
  epoch: string;
  base: string;
  found: { row: Notification; cursor: string }[];
};

/**
 * A person's notifications that match, newest first; `seen` is where in the change feed they were
 * read. The counts are read from an index alone, and
 * the rows of earlier pages are not read at all.
 */
export async function listNotifications(
  sql: Queries,
  userId: number,
  query: NotificationsQuery,
): Promise<Page<Notification> & NotificationCounts & { seen: Opened }> {
  const { limit, offset, unread_only, type, before } = query;
  const mine = sql`recipient_id = ${userId}`;
  const chosen = sql`
    ${mine} ${unread_only ? sql`and not is_read` : sql``}
    ${type ? sql`and is_read in (true, false) and notification_type = ${type}` : sql``}`;
  const below = before ? sql`and ${isBeyond(sql, "created_at", before)}` : sql``;
  const [{ found, epoch, base, ...counts }] = await attempt(() =>
    sql<Found[]>`
      select private.feed_epoch() as epoch, pg_current_snapshot()::text as base,
        (select count(*)::int from meeting_notifications where ${chosen}) as total,
        (
          select count(*)::int from meeting_notifications where ${mine} and not is_read
        ) as unread_count,
        (
          select coalesce(json_agg(
            json_build_object('row', private.notification_json(n), 'cursor', cursor)
            order by n.created_at desc, n.id desc
          ), '[]')
          from (
            select id, ${cursorOf(sql, "created_at")} as cursor from meeting_notifications
            where ${chosen} ${below}
            order by created_at desc, id desc limit ${limit + 1} offset ${offset}
          ) page
          join meeting_notifications n using (id)
        ) as found`
  );
  return { ...pageOf(found, limit), ...counts, seen: { epoch, position: { base } } };
}

/** The types of a person's notifications, by name; at most 30. */
export async function listTypes(sql: Queries, userId: number): Promise<string[]> {
  const rows = await attempt(() =>
    sql<{ type: string }[]>`
      with recursive kinds as (
        (
          select is_read, notification_type from meeting_notifications
          where recipient_id = ${userId} order by is_read, notification_type limit 1
        )
        union all
        select next.* from kinds, lateral (
          select n.is_read, n.notification_type from meeting_notifications n
          where recipient_id = ${userId}
            and (n.is_read, n.notification_type) > (kinds.is_read, kinds.notification_type)
          order by n.is_read, n.notification_type limit 1
        ) next
      )
      select distinct notification_type as type from kinds order by type limit 30`
  );
  return rows.map(({ type }) => type);
}

/** What this transaction sent the participants of a schedule that it has locked: one each. */
export async function listMadeNow(
  tx: Queries,
  { id, user_id, mentor_id }: Schedule,
  type: string,
): Promise<Notification[]> {
  const rows = await tx<{ notification: Notification }[]>`
    select private.notification_json(made) as notification
    from unnest(array[${user_id}, ${mentor_id}]::integer[]) with ordinality side (recipient, number),
    lateral (
      select n.* from meeting_notifications n
      where recipient_id = recipient and created_at = now() and schedule_id = ${id}
        and notification_type = ${type}
      order by n.id desc limit 1
    ) made
    order by number`;
  return rows.map(({ notification }) => notification);
}

/** Marks one of a person's notifications as read; the same answer again. Throws `not_found`. */
export async function markRead(sql: Queries, userId: number, id: number): Promise<Notification> {
  return (await setRead(sql, userId, id, true)).notification;
}

/** Marks one of a person's notifications as unread; the same answer again. Throws `not_found`. */
export async function markUnread(sql: Queries, userId: number, id: number): Promise<Notification> {
  return (await setRead(sql, userId, id, false)).notification;
}

/** As `markRead`; `changed` is false when it was read before, so that no event follows. */
export function readNotification(
  sql: Queries,
  userId: number,
  id: number,
): Promise<{ notification: Notification; changed: boolean }> {
  return setRead(sql, userId, id, true);
}

async function setRead(sql: Queries, userId: number, id: number, isRead: boolean) {
  const [row] = await attempt(() =>
    sql<{ notification: Notification }[]>`
      update meeting_notifications n set is_read = ${isRead}
      where id = ${id} and recipient_id = ${userId} and is_read <> ${isRead}
      returning private.notification_json(n) as notification`
  );
  const notification = row?.notification ?? await findNotification(sql, userId, id);
  if (!notification) throw new AppError("not_found", "There is no such notification");
  return { notification, changed: row !== undefined };
}

/** One of a person's notifications. */
export async function findNotification(
  sql: Queries,
  userId: number,
  id: number,
): Promise<Notification | undefined> {
  const [row] = await attempt(() =>
    sql<{ notification: Notification }[]>`
      select private.notification_json(n) as notification from meeting_notifications n
      where id = ${id} and recipient_id = ${userId}`
  );
  return row?.notification;
}

/**
 * Marks all of a person's notifications as read; returns how many were unread. With `asOf` those that
 * had been delivered by that offset; throws `conflict` where that is not known any more.
 */
export async function markAllRead(
  sql: Queries,
  userId: number,
  asOf?: Opened,
): Promise<number> {
  if (asOf) return await markToldRead(sql, userId, asOf);
  const { count } = await attempt(() =>
    sql`
      update meeting_notifications set is_read = true
      where recipient_id = ${userId} and not is_read`
  );
  return count;
}

async function markToldRead(
  sql: Queries,
  userId: number,
  { epoch, position: { base, upper, after } }: Opened,
): Promise<number> {
  const [{ lost, updated }] = await attempt(() =>
    sql<{ lost: string | null; updated: number }[]>`
      select lost, updated from private.mark_all_read(
        ${userId}, ${epoch}, ${base}::text::pg_snapshot, ${upper ?? null}::text::pg_snapshot,
        ${after?.xid ?? null}::text::xid8, ${after?.id ?? null}::text::bigint
      )`
  );
  if (lost === null) return updated;
  throw new AppError("conflict", "What was shown is too old to be marked: load the list again");
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
  /** Who is notified: `user_id` or `mentor_id`; `user_id` unless given. */
  recipient_id?: number | null;
};

/**
 * Calls the SQL function of the same name; returns the new notification's id. `writtenByActor`: the
 * words are those of the transaction's actor, and shown as such.
 */
export async function sendMeetingNotification(
  sql: Queries,
  n: MeetingNotification,
  writtenByActor = false,
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
        recipient_id => ${n.recipient_id ?? null},
        written_by_actor => ${writtenByActor}
      ) as id`
  );
  return id;
}
