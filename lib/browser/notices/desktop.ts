/**
 * Notifications on the desktop, for people who turn them on in this browser. Of its tabs, the first
 * one that receives a notification shows it.
 */
import type { Choice } from "../../contract/choices.ts";
import type { Notification as Row } from "../../contract/notifications.ts";
import { headlineOf } from "../../contract/writers.ts";
import { on } from "../connection/events.ts";
import { call } from "../api/http.ts";
import { isOver, status } from "../connection/status.ts";
import { desktopFor, noteThatNoneCanBeShown } from "./desktop_setting.ts";

const SHOWN_KEY = "liaison-desktop-shown";
/** How many of the notifications that were shown last the tabs remember. */
const REMEMBERED = 200;
/** How long (milliseconds) a tab holds the lock of a notification that it shows. */
const HELD_FOR = 10_000;
const SHOWN_LENGTH = 200;

const shown = new Map<number, Notification>();

/** Shows new notifications of one person, if they want that and no other tab shows them. */
export async function showOnDesktop(rows: Row[]): Promise<void> {
  if (desktopFor(rows[0].recipient_id) !== "on") return;
  const claims = await Promise.all(rows.map(({ id }) => claim(id)));
  const own = rows.filter((_, index) => claims[index]);
  const wanted = own.length > 0 ? await chosen(own) : [];
  if (wanted.length === 1) show(headlineOf(wanted[0]), wanted[0].message, wanted[0].id);
  if (wanted.length < 2) return;
  show(`${wanted.length} new notifications`, wanted.map(headlineOf).join("\n"));
}

/**
 * Whether this tab shows it. The lock decides between tabs that receive it at the same time, since
 * storage that one of them writes may not be visible to another at once; storage decides later.
 */
function claim(id: number): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks.request(`${SHOWN_KEY}-${id}`, { ifAvailable: true }, async (lock) => {
      const ids: number[] = JSON.parse(localStorage.getItem(SHOWN_KEY) ?? "[]");
      const isOwn = lock !== null && !ids.includes(id);
      if (isOwn) localStorage.setItem(SHOWN_KEY, JSON.stringify([...ids, id].slice(-REMEMBERED)));
      resolve(isOwn);
      if (isOwn) await new Promise((release) => setTimeout(release, HELD_FOR));
    });
  });
}

/** Those that the person has chosen to see on the desktop; by default those that arrive unread. */
async function chosen(rows: Row[]): Promise<Row[]> {
  const answer = call<{ choices: Choice[] }>("GET", "/api/notification-choices");
  const { choices } = await answer.catch(() => ({ choices: [] }));
  const choiceOf = (type: string) => choices.find((one) => one.notification_type === type);
  return rows.filter(({ notification_type, is_read }) => {
    const choice = choiceOf(notification_type) ?? choiceOf("other");
    return choice ? choice.desktop && (!is_read || !choice.inbox) : !is_read;
  });
}

/** Shows one notification, or without an `id` several as one. */
function show(title: string, body: string, id?: number): void {
  try {
    const tag = `liaison-${id ?? "several"}`;
    const notification = new Notification(title, { body: body.slice(0, SHOWN_LENGTH), tag });
    notification.onclick = () => {
      notification.close();
      visit(id ? `/notifications/${id}` : "/notifications");
    };
    if (!id) return;
    shown.set(id, notification);
    notification.onclose = () => shown.delete(id);
  } catch {
    noteThatNoneCanBeShown();
  }
}

/** Opens the path; in a new tab where a dialog is open, so that its input is not lost. */
function visit(path: string): void {
  focus();
  if (document.querySelector("dialog[open]") && open(path)) return;
  location.assign(path);
}

function close(id: number): void {
  shown.get(id)?.close();
}

status.subscribe(() => isOver() && shown.forEach((notification) => notification.close()));
on("notification_marked_read", ({ notification_id, is_read }) => is_read && close(notification_id));
on("notifications_marked_read", ({ notification_ids }) => notification_ids.forEach(close));
on("meeting_notification_deleted", ({ notification_id }) => close(notification_id));
