/** Whether this browser shows a person's notifications on the desktop, and turning that on and off. */
import { type ReadonlySignal, signal } from "@preact/signals";

/** `blocked`: the browser has been set to show none; `none`: it cannot show any. */
export type Desktop = "on" | "off" | "blocked" | "none";

const current = signal<Desktop | null>(null);

/** The state for the person who is watched; null before `watchDesktop`. */
export const desktop: ReadonlySignal<Desktop | null> = current;

/** Keeps `desktop` current for a person, also when another tab changes it. */
export function watchDesktop(userId: number): () => void {
  const update = () => current.value = desktopFor(userId);
  update();
  addEventListener("storage", update);
  return () => removeEventListener("storage", update);
}

/** Asks for permission where it is needed, which browsers allow in the handler of a click alone. */
export async function turnOn(userId: number): Promise<void> {
  const permission = await Notification.requestPermission();
  if (permission === "granted") localStorage.setItem(keyOf(userId), "on");
  current.value = desktopFor(userId);
}

/** Turns them off in this browser. */
export function turnOff(userId: number): void {
  localStorage.removeItem(keyOf(userId));
  current.value = desktopFor(userId);
}

/** The state for a person in this browser. */
export function desktopFor(userId: number): Desktop {
  if (!("Notification" in globalThis) || !navigator.locks) return "none";
  if (Notification.permission === "denied") return "blocked";
  const isOn = Notification.permission === "granted" && localStorage.getItem(keyOf(userId));
  return isOn ? "on" : "off";
}

/** The setting belongs to one person, not to all who use this browser. */
function keyOf(userId: number): string {
  return `liaison-desktop-${userId}`;
}

/** Some browsers have the constructor of notifications, and throw when a page calls it. */
export function noteThatNoneCanBeShown(): void {
  current.value = "none";
}
