/** State that outlives its component, such as that of a row which moves from list to list. */
import { type Signal, signal } from "@preact/signals";
import { IS_BROWSER } from "fresh/runtime";
import { useState } from "preact/hooks";

const states = new Map<string, Signal<unknown>>();

/**
 * As `useState`, but components with the same `key` share the state, also those that are mounted after
 * the others were removed; `first` is its value until it is set. `set` may be called after the
 * component was removed.
 */
export function useSharedState<T>(key: string, first: T): [value: T, set: (value: T) => void] {
  const [own] = useState(() => IS_BROWSER ? sharedBy(key, first) : signal(first));
  return [own.value, (value) => own.value = value];
}

function sharedBy<T>(key: string, first: T): Signal<T> {
  const state = states.get(key) ?? signal(first);
  states.set(key, state);
  return state as Signal<T>;
}
