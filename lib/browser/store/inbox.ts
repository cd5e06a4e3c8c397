/** The notifications of whoever is signed in, and how many of them are unread. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { type Filter, matches, queryOf } from "../../contract/inbox_filter.ts";
import type { MarkAllInput, Notification } from "../../contract/notifications.ts";
import { headlineOf } from "../../contract/writers.ts";
import { throttle } from "../hooks/throttle.ts";
import { on, shownOffset } from "../connection/events.ts";
import { call, readPage } from "../api/http.ts";
import { createEntities } from "./entities.ts";
import { newestFirst, positionOf } from "./orders.ts";
import { createWindow, type Window } from "./window.ts";

const PATH = "/api/meeting-notifications";

const unread = signal<number | null>(null);
const news = signal("");
/** Those that are to be announced, and to be shown on the desktop. */
let [arrived, undisplayed]: Notification[][] = [[], []];
/** How many events have come; each has the present number of unread ones. */
let events = 0;
/** The last call that was made. Calls follow one another, so that the last one wins. */
let calls: Promise<unknown> = Promise.resolve();

/** The notifications known to this page. */
export const notifications = createEntities<Notification>();

/** How many are unread on the server; null until it is known. */
export const unreadCount: ReadonlySignal<number | null> = unread;

/** The text about the latest arrivals that screen readers announce. */
export const announcement: ReadonlySignal<string> = news;

/** Takes the number that came with the page, unless an event has brought a newer one. */
export function seedUnreadCount(count: number): void {
  unread.value ??= count;
}

/** Those that match the filter, newest first; with `from` those after that cursor. */
export function createInbox(filter: Filter, from?: string): Window<Notification> {
  const below = from ? positionOf(from) : null;
  return createWindow(notifications, {
    filter: (row) => matches(filter, row) && (!below || newestFirst(below, row) < 0),
    order: newestFirst,
    read: (before, limit) => readPage(PATH, { ...queryOf(filter), limit, before }, "notifications"),
  });
}

/** Marks one, which shows at once; where the call fails, undoes it and rejects with a CallError. */
export async function mark(id: number, isRead: boolean): Promise<void> {
  const row = notifications.get(id);
  if (row?.is_read === isRead) return;
  await put(`${PATH}/${id}/${isRead ? "read" : "unread"}`, [id], isRead, isRead ? -1 : 1);
}

/** Marks as read all that has been delivered to the page. As `mark`. */
export async function markAllRead(): Promise<void> {
  const ids = notifications.rows.value.filter(({ is_read }) => !is_read).map(({ id }) => id);
  await put(`${PATH}/mark-all-read`, ids, true, -(unread.value ?? 0), {
    as_of: shownOffset(),
  });
}

/** Shows the rows as marked, and `more` as unread, while the call is made. No event is undone. */
async function put(
  path: string,
  ids: number[],
  is_read: boolean,
  more: number,
  body?: MarkAllInput,
): Promise<void> {
  const since = events;
  const change = { is_read, read_at: is_read ? new Date().toISOString() : null };
  const before = ids.flatMap((id) => notifications.get(id) ?? []);
  unread.value = (unread.value ?? 0) + more;
  const work = async () => {
    const answer = calls.then(() => call<{ notification?: Notification }>("PUT", path, { body }));
    calls = answer.catch(() => {});
    const { notification } = await answer;
    if (notification) return notifications.upsert([notification], "answer");
    // The answer has no rows: their events, with higher versions, may come later.
    notifications.upsert(before.map(({ id, version }) => ({ id, version, ...change })), "event");
  };
  try {
    await notifications.during(ids, change, work);
  } catch (error) {
    if (events === since) unread.value -= more;
    throw error;
  }
}

const announce = throttle(() => {
  if (arrived.length === 0) return;
  news.value = arrived.length === 1
    ? `New notification: ${headlineOf(arrived[0])}`
    : `${arrived.length} new notifications`;
  arrived = [];
}, 1_000);

/**
 * The permission is read once for many rows, as browsers ask another process for it. The module is
 * loaded only for people who have turned it on.
 */
const showOnDesktop = throttle(async () => {
  const rows = undisplayed;
  undisplayed = [];
  if (globalThis.Notification?.permission !== "granted") return;
  const desktop = await import("../notices/desktop.ts");
  await desktop.showOnDesktop(rows);
}, 1_000);

function count(unread_count: number): void {
  unread.value = unread_count;
  events++;
}

on("new_meeting_notification", ({ unread_count, ...row }) => {
  if (!notifications.get(row.id) && !row.is_read) arrived.push(row);
  notifications.upsert([row], "insertion");
  count(unread_count);
  announce();
  undisplayed.push(row);
  showOnDesktop();
});

on("meeting_notification_updated", ({ unread_count, ...row }) => {
  notifications.upsert([row], "event");
  count(unread_count);
});

on("notification_marked_read", (event) => {
  const { notification_id: id, version, is_read, read_at, unread_count } = event;
  const part = event.notification ?? { id, version, is_read, read_at };
  notifications.upsert([part], "event");
  count(unread_count);
});

on("notifications_marked_read", (event) => {
  const { notification_ids, versions, is_read, read_at, unread_count } = event;
  const parts = notification_ids.map((id, index) => ({
    id,
    version: versions[index],
    is_read,
    read_at,
  }));
  notifications.upsert(parts, "event");
  count(unread_count);
});

on("meeting_notification_deleted", ({ notification_id, unread_count }) => {
  notifications.remove(notification_id);
  count(unread_count);
});
