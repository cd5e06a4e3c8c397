/** Short messages that are shown for a while, and that screen readers announce. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { wordsOf } from "../api/http.ts";

export type Toast = {
  id: number;
  text: string;
  kind: "success" | "problem";
};

const SHOWN_FOR = { success: 6_000, problem: 12_000 };

const shown = signal<Toast[]>([]);
let lastId = 0;

/** The toasts that are shown now, oldest first. */
export const toasts: ReadonlySignal<Toast[]> = shown;

/** Shows `text`; at most three toasts are shown at once. */
export function toast(text: string, kind: Toast["kind"] = "success"): void {
  const id = ++lastId;
  shown.value = [...shown.value, { id, text, kind }].slice(-3);
  setTimeout(dismiss, SHOWN_FOR[kind], id);
}

/** Removes a toast. */
export function dismiss(id: number): void {
  shown.value = shown.value.filter((toast) => toast.id !== id);
}

/**
 * Runs `work`, and shows a toast if it fails; resolves to whether it succeeded. Work that `signal`
 * aborted fails silently.
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
