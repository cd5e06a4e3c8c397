import { type ReadonlySignal, signal } from "@preact/signals";

/**
 * `starting`: not yet connected; `live`: the lists are current; `offline`: trying to connect;
 * `catching-up`: connected, and missed events are on their way; `delayed`: connected, but the server
 * cannot read new changes; `reloading`: about to be loaded again; `ended`: signed out.
 */
export type Status =
  | "starting"
  | "live"
  | "offline"
  | "catching-up"
  | "delayed"
  | "reloading"
  | "ended";

const current = signal<Status>("starting");

/** The state of the connection. */
export const status: ReadonlySignal<Status> = current;

/**
 * Calls `work` when input on this page is about to be lost, because the session ends or the page is
 * loaded again. The function returned removes it.
 */
export function beforeLoss(work: () => void): () => void {
  return current.subscribe((now) => (now === "ended" || now === "reloading") && work());
}

/** Sets the status. `ended` is final: only a new page begins another session. */
export function setStatus(next: Status): void {
  if (current.value !== "ended") current.value = next;
}
