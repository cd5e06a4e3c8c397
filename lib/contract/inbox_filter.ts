/** The filters of the inbox, for its list and for the query that reads it. */
import type { Notification, NotificationsQuery } from "./notifications.ts";

/** Empty: all; `unread`; or the name of a type. */
export type Filter = string;

/** Whether the list shows the notification. */
export function matches(filter: Filter, { is_read, notification_type }: Notification): boolean {
  if (filter === "") return true;
  return filter === "unread" ? !is_read : notification_type === filter;
}

/** The part of a query that selects those that match. */
export function queryOf(filter: Filter): Pick<NotificationsQuery, "unread_only" | "type"> {
  if (filter === "" || filter === "unread") return { unread_only: filter === "unread" };
  return { unread_only: false, type: filter };
}
