import { type ReadonlySignal, signal } from "@preact/signals";

/**
 * `starting`: not yet connected; `live`: the lists are current; `offline`: trying to connect;
 * `catching-up`: connected, and missed events are on their way; `delayed`: connected, but the server
 * cannot read new changes; `reloading`: about to be loaded again; `expired`: the session came to its end
 * by itself; `ended`: signed out, here or from elsewhere.
 */
export type Status =
  | "starting"
  | "live"
  | "offline"
  | "catching-up"
  | "delayed"
  | "reloading"
  | "expired"
  | "ended";

const current = signal<Status>("starting");

/** The state of the connection. */
export const status: ReadonlySignal<Status> = current;

/**
 * Calls `work` when input on this page is about to be lost and may be kept, because the session
 * expires or the page is loaded again. The function returned removes it.
 */
export function beforeLoss(work: () => void): () => void {
  return current.subscribe((now) => (now === "expired" || now === "reloading") && work());
}

/** Whether the session of this page is over: only a new page begins another. */
export function isOver(): boolean {
  return current.value === "ended" || current.value === "expired";
}

/** Sets the status, unless the session is over. */
export function setStatus(next: Status): void {
  if (!isOver()) current.value = next;
}
