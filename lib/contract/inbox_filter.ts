/** What the inbox can be narrowed to: the same for a list and for the query that it is read by. */
import type { Notification, NotificationsQuery } from "./notifications.ts";

/** Empty: all; `unread`; or the name of a type. */
export type Filter = string;

/** Whether the list shows the notification. */
export function matches(filter: Filter, { is_read, notification_type }: Notification): boolean {
  if (filter === "") return true;
  return filter === "unread" ? !is_read : notification_type === filter;
}

/** What a query says to get those that match. */
export function queryOf(filter: Filter): Pick<NotificationsQuery, "unread_only" | "type"> {
  if (filter === "" || filter === "unread") return { unread_only: filter === "unread" };
  return { unread_only: false, type: filter };
}
