/** The notifications of whoever is signed in, and how many of them are unread. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Notification, NotificationsPage } from "../contract/notifications.ts";
import { coalesce } from "./coalesce.ts";
import { on, onReload } from "./events.ts";
import { call } from "./http.ts";
import { createLiveList } from "./live_list.ts";

/** How many notifications the bell shows. */
export const LATEST = 10;

/** The most that one call gives. */
const MOST = 100;

const list = createLiveList<Notification>();
const unread = signal<number | null>(null);
const news = signal("");
let arrived: Notification[] = [];
/** How many rows somebody has loaded. */
let size = LATEST;

/** The notifications known to this page. */
export const notifications = list;

/** How many there are unread on the server; null before anything was said. */
export const unreadCount: ReadonlySignal<number | null> = unread;

/** What a screen reader should say about the latest arrivals. */
export const announcement: ReadonlySignal<string> = news;

/** Takes the number that the page came with, unless an event has said a newer one. */
export function seedUnreadCount(count: number): void {
  unread.value ??= count;
}

/** One more page of older notifications; resolves to whether there may be others. */
export async function loadOlder(): Promise<boolean> {
  const loaded = list.rows.value.length;
  const page = await read(50, loaded);
  list.add(page.notifications);
  size = list.rows.value.length;
  return page.total > size && page.notifications.length > 0;
}

/** Marks one as read, here at once; rejects with a CallError and takes it back if refused. */
export async function markRead(id: number): Promise<void> {
  const before = list.get(id);
  if (before?.is_read) return;
  const countBefore = unread.value ?? 0;
  list.change(id, { is_read: true, read_at: new Date().toISOString() });
  unread.value = Math.max(0, countBefore - 1);
  try {
    await call("PUT", `/api/meeting-notifications/${id}/read`);
  } catch (error) {
    if (before) list.put(before);
    unread.value = countBefore;
    throw error;
  }
}

/** Marks all as read; rejects with a CallError if refused. */
export async function markAllRead(): Promise<void> {
  await call("PUT", "/api/meeting-notifications/mark-all-read");
  const read_at = new Date().toISOString();
  for (const { id, is_read } of list.rows.value) {
    if (!is_read) list.change(id, { is_read: true, read_at });
  }
  unread.value = 0;
}

function read(limit: number, offset: number): Promise<NotificationsPage> {
  return call("GET", `/api/meeting-notifications?limit=${limit}&offset=${offset}`);
}

const announce = coalesce(() => {
  if (arrived.length === 0) return;
  news.value = arrived.length === 1
    ? `New notification: ${arrived[0].title}`
    : `${arrived.length} new notifications`;
  arrived = [];
}, 1_000);

/** Rows went: older ones may belong in their place. */
const refill = coalesce(async () => {
  if (list.rows.value.length >= LATEST) return;
  const page = await read(LATEST, 0).catch(() => null);
  if (page) list.add(page.notifications);
}, 500);

on("new_meeting_notification", ({ unread_count, ...notification }) => {
  if (!list.get(notification.id)) arrived.push(notification);
  list.put(notification);
  unread.value = unread_count;
  announce();
});

on("meeting_notification_updated", ({ unread_count, ...notification }) => {
  list.put(notification);
  unread.value = unread_count;
});

on("notification_marked_read", ({ notification_id, is_read, read_at, unread_count }) => {
  list.change(notification_id, { is_read, read_at });
  unread.value = unread_count;
});

on("meeting_notification_deleted", ({ notification_id, unread_count }) => {
  list.drop(notification_id);
  unread.value = unread_count;
  refill();
});

onReload(async () => {
  await list.reload(async () => {
    const rows: Notification[] = [];
    let page;
    do {
      page = await read(MOST, rows.length);
      rows.push(...page.notifications);
    } while (rows.length < size && page.notifications.length === MOST);
    unread.value = page.unread_count;
    return rows;
  });
});
