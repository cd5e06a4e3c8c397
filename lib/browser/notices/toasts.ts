/** Short messages that show for a while, and that screen readers say. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { wordsOf } from "../api/http.ts";

export interface Toast {
  id: number;
  text: string;
  kind: "success" | "problem";
}

const SHOWN_FOR = { success: 6_000, problem: 12_000 };

const shown = signal<Toast[]>([]);
let lastId = 0;

/** The toasts that show now, oldest first. */
export const toasts: ReadonlySignal<Toast[]> = shown;

/** Shows `text`; at most three toasts show at once. */
export function toast(text: string, kind: Toast["kind"] = "success"): void {
  const id = ++lastId;
  shown.value = [...shown.value, { id, text, kind }].slice(-3);
  setTimeout(dismiss, SHOWN_FOR[kind], id);
}

/** Takes a toast away. */
export function dismiss(id: number): void {
  shown.value = shown.value.filter((toast) => toast.id !== id);
}

/**
 * Runs `work`, and tells people why it failed if it does; resolves to whether it succeeded. What
 * `signal` aborted fails silently.
 */
export async function attempt(
  work: () => Promise<unknown>,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!signal?.aborted) toast(wordsOf(error), "problem");
    return false;
  }
}
