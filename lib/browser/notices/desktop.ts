/**
 * Notifications on the desktop, for whoever asks for them in this browser. Of its tabs, the first
 * that hears of a notification shows it.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Choice } from "../../contract/choices.ts";
import type { Notification as Row } from "../../contract/notifications.ts";
import { throttle } from "../hooks/throttle.ts";
import { on } from "../connection/events.ts";
import { call } from "../api/http.ts";

/** `blocked`: the browser was told never to show any; `none`: it cannot. */
export type Desktop = "on" | "off" | "blocked" | "none";

const TOLD = "liaison-desktop-told";
/** How many of those that were shown last the tabs remember. */
const REMEMBERED = 200;
/** How long (milliseconds) a tab keeps the others from showing what it shows. */
const HELD_FOR = 10_000;
const SHOWN_LENGTH = 200;

const current = signal<Desktop | null>(null);
const shown = new Map<number, Notification>();
let arrived: Row[] = [];

/** How it stands for the person last asked about; null before. */
export const desktop: ReadonlySignal<Desktop | null> = current;

/** Looks how it stands for a person, now and whenever another tab changes it. */
export function watchDesktop(userId: number): () => void {
  const look = () => current.value = stateOf(userId);
  look();
  addEventListener("storage", look);
  return () => removeEventListener("storage", look);
}

/** Asks the browser if it has not been asked, so it has to be called for a press of a button. */
export async function turnOn(userId: number): Promise<void> {
  const permission = await Notification.requestPermission();
  if (permission === "granted") localStorage.setItem(keyOf(userId), "on");
  current.value = stateOf(userId);
}

/** Shows no more of them in this browser. */
export function turnOff(userId: number): void {
  localStorage.removeItem(keyOf(userId));
  current.value = stateOf(userId);
}

function stateOf(userId: number): Desktop {
  if (!("Notification" in globalThis) || !navigator.locks) return "none";
  if (Notification.permission === "denied") return "blocked";
  const isOn = Notification.permission === "granted" && localStorage.getItem(keyOf(userId));
  return isOn ? "on" : "off";
}

/** Of one person: somebody else at this browser has not asked. */
function keyOf(userId: number): string {
  return `liaison-desktop-${userId}`;
}

/** Shows what has arrived, if its recipient wants that and no other tab does. */
export function showOnDesktop(row: Row): void {
  if (stateOf(row.recipient_id) !== "on") return;
  arrived.push(row);
  showArrived();
}

const showArrived = throttle(async () => {
  const rows = arrived;
  arrived = [];
  const claims = await Promise.all(rows.map(({ id }) => claim(id)));
  const own = rows.filter((_, place) => claims[place]);
  const wanted = own.length > 0 ? await chosen(own) : [];
  if (wanted.length === 1) show(wanted[0].title, wanted[0].message, wanted[0].id);
  if (wanted.length < 2) return;
  show(`${wanted.length} new notifications`, wanted.map(({ title }) => title).join("\n"));
}, 1_000);

/**
 * Whether this tab is the one to show it. A lock says so to tabs that hear of it at the same time:
 * what one of them stores, another may not see at once. To those that hear of it late, the store.
 */
function claim(id: number): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks.request(`${TOLD}-${id}`, { ifAvailable: true }, async (lock) => {
      const told: number[] = JSON.parse(localStorage.getItem(TOLD) ?? "[]");
      const isOwn = lock !== null && !told.includes(id);
      if (isOwn) localStorage.setItem(TOLD, JSON.stringify([...told, id].slice(-REMEMBERED)));
      resolve(isOwn);
      if (isOwn) await new Promise((release) => setTimeout(release, HELD_FOR));
    });
  });
}

/** Those of which a person wants to hear here. What arrives as read is silent, unless they do. */
async function chosen(rows: Row[]): Promise<Row[]> {
  const answer = call<{ choices: Choice[] }>("GET", "/api/notification-choices");
  const { choices } = await answer.catch(() => ({ choices: [] }));
  const choiceOf = (type: string) => choices.find((one) => one.notification_type === type);
  return rows.filter(({ notification_type, is_read }) => {
    const choice = choiceOf(notification_type) ?? choiceOf("other");
    return choice ? choice.desktop && (!is_read || !choice.inbox) : !is_read;
  });
}

/** One notification, or without an `id` several. */
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
    // Some browsers have the name, but show none from a page.
    current.value = "none";
  }
}

/** Goes there, in a new tab where somebody may be in the middle of something. */
function visit(path: string): void {
  focus();
  if (document.querySelector("dialog[open]") && open(path)) return;
  location.assign(path);
}

function close(id: number): void {
  shown.get(id)?.close();
}

on("notification_marked_read", ({ notification_id, is_read }) => is_read && close(notification_id));
on("notifications_marked_read", ({ notification_ids }) => notification_ids.forEach(close));
on("meeting_notification_deleted", ({ notification_id }) => close(notification_id));
