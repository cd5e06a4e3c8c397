/** The notifications of whoever is signed in, and how many of them are unread. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Notification } from "../../contract/notifications.ts";
import { throttle } from "../hooks/throttle.ts";
import { on } from "../connection/events.ts";
import { call } from "../api/http.ts";
import { createLiveList } from "./live_list.ts";

const list = createLiveList<Notification>();
const unread = signal<number | null>(null);
const news = signal("");
let arrived: Notification[] = [];
/** Grows whenever the server says how many are unread. */
let told = 0;
/** The end of the calls made so far: one after the other, so that the last one wins. */
let calls: Promise<unknown> = Promise.resolve();

/** The notifications known to this page, with gaps: what shows them is an InboxView. */
export const notifications = list;

/** How many there are unread on the server; null before anything was said. */
export const unreadCount: ReadonlySignal<number | null> = unread;

/** What a screen reader should say about the latest arrivals. */
export const announcement: ReadonlySignal<string> = news;

/** Takes the number that the page came with, unless an event has said a newer one. */
export function seedUnreadCount(count: number): void {
  unread.value ??= count;
}

/** Takes the number that the server says. */
function learnUnreadCount(count: number): void {
  unread.value = count;
  told++;
}

/** What takes the number that the server answers to a question of now, unless it says a newer one. */
export function askUnreadCount(): (count: number) => void {
  const since = told;
  return (count) => told === since && learnUnreadCount(count);
}

/** Marks one, here at once; rejects with a CallError and takes it back if refused. */
export async function mark(id: number, isRead: boolean): Promise<void> {
  const row = list.get(id);
  if (row?.is_read === isRead) return;
  const path = `/api/meeting-notifications/${id}/${isRead ? "read" : "unread"}`;
  await put(path, row ? [row] : [], isRead, isRead ? -1 : 1);
}

/** Marks all as read, here at once; rejects with a CallError and takes it back if refused. */
export async function markAllRead(): Promise<void> {
  const rows = list.rows.value.filter(({ is_read }) => !is_read);
  await put("/api/meeting-notifications/mark-all-read", rows, true, -(unread.value ?? 0));
}

/** Shows `rows` as marked, and `more` unread, while the call is made. An event is never undone. */
async function put(path: string, rows: Notification[], is_read: boolean, more: number) {
  const since = told;
  const read_at = is_read ? new Date().toISOString() : null;
  const marked = rows.map((row) => ({ ...row, is_read, read_at }));
  marked.forEach(list.put);
  unread.value = (unread.value ?? 0) + more;
  try {
    const answer = calls.then(() => call("PUT", path));
    calls = answer.catch(() => {});
    await answer;
  } catch (error) {
    marked.forEach((row, place) => list.get(row.id) === row && list.put(rows[place]));
    if (told === since) unread.value -= more;
    throw error;
  }
}

const announce = throttle(() => {
  if (arrived.length === 0) return;
  news.value = arrived.length === 1
    ? `New notification: ${arrived[0].title}`
    : `${arrived.length} new notifications`;
  arrived = [];
}, 1_000);

on("new_meeting_notification", ({ unread_count, ...notification }) => {
  if (!list.get(notification.id) && !notification.is_read) arrived.push(notification);
  list.put(notification);
  learnUnreadCount(unread_count);
  announce();
  void tellDesktop(notification);
});

/** What few people have asked for is loaded for these alone. */
async function tellDesktop(row: Notification): Promise<void> {
  if (globalThis.Notification?.permission !== "granted") return;
  const { showOnDesktop } = await import("../notices/desktop.ts");
  showOnDesktop(row);
}

on("meeting_notification_updated", ({ unread_count, ...notification }) => {
  list.put(notification);
  learnUnreadCount(unread_count);
});

on("notification_marked_read", ({ notification_id, is_read, read_at, unread_count }) => {
  list.amend(notification_id, { is_read, read_at });
  learnUnreadCount(unread_count);
});

on("notifications_marked_read", ({ notification_ids, is_read, read_at, unread_count }) => {
  for (const id of notification_ids) list.amend(id, { is_read, read_at });
  learnUnreadCount(unread_count);
});

on("meeting_notification_deleted", ({ notification_id, unread_count }) => {
  list.drop(notification_id);
  learnUnreadCount(unread_count);
});
