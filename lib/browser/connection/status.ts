import { type ReadonlySignal, signal } from "@preact/signals";

/**
 * `starting` until the page's first connection stands; `live`: the lists are current; `offline`:
 * trying to connect; `catching-up`: connected, being given what was missed; `delayed`: connected,
 * but the server cannot read what is new; `reloading`: about to be loaded again; `ended`: signed out.
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

/** How this page stands with the server. */
export const status: ReadonlySignal<Status> = current;

/**
 * Calls `work` when what is on this page would be lost: the session ends, or the page is loaded again.
 * Returns what ends this.
 */
export function beforeLoss(work: () => void): () => void {
  return current.subscribe((now) => (now === "ended" || now === "reloading") && work());
}

/** Sets the status. An ended session stays ended: only a new page begins another. */
export function setStatus(next: Status): void {
  if (current.value !== "ended") current.value = next;
}
