/** State that outlives its component, as that of a row which moves from list to list. */
import { type Signal, signal } from "@preact/signals";
import { IS_BROWSER } from "fresh/runtime";
import { useState } from "preact/hooks";

const kept = new Map<string, Signal<unknown>>();

/**
 * As `useState`, but all components of this page with one `key` share the state, also those that
 * come after the others went; `first` counts once. Only `set` is to be called after them.
 */
export function useKept<T>(key: string, first: T): [value: T, set: (value: T) => void] {
  const [own] = useState(() => IS_BROWSER ? sharedBy(key, first) : signal(first));
  return [own.value, (value) => own.value = value];
}

function sharedBy<T>(key: string, first: T): Signal<T> {
  const shared = kept.get(key) ?? signal(first);
  kept.set(key, shared);
  return shared as Signal<T>;
}
