/** The store in components. */
import { IS_BROWSER } from "fresh/runtime";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Page } from "../../contract/pages.ts";
import { attempt } from "../notices/toasts.ts";
import type { Entities, Entity } from "../store/entities.ts";
import { fill, type Window } from "../store/window.ts";

/**
 * All rows that the page knows, in no order; `first` came with the page. The server renders `first`
 * and stores nothing: its modules are shared by all requests.
 */
export function useRows<T extends Entity>(entities: Entities<T>, first: T[]): T[] {
  useState(() => IS_BROWSER && entities.upsert(first, "answer"));
  return IS_BROWSER ? entities.rows.value : first;
}

/**
 * The list that `create` makes, and its rows. A component that switches between lists gives each a
 * `key`; each is made once. The list of the first rendering starts with `first`. As `useRows`.
 */
export function useWindow<T extends Entity>(
  create: () => Window<T>,
  first?: Page<T>,
  key = "",
): { list: Window<T>; rows: T[]; hasMore: boolean } {
  const { current: lists } = useRef(new Map<string, Window<T>>());
  const list = lists.get(key) ?? create();
  if (IS_BROWSER && first && lists.size === 0) list.add(first);
  lists.set(key, list);
  if (!IS_BROWSER && first) return { list, rows: first.rows, hasMore: first.next !== null };
  return { list, rows: list.rows.value, hasMore: list.hasMore.value };
}

/**
 * Loads pages of `limit` rows while the list has fewer than `count` rows; true until that has ended.
 * `run` does the work and handles its errors.
 */
export function useFill<T extends Entity>(
  list: Window<T>,
  count: number,
  limit: number,
  run: (work: () => Promise<void>) => Promise<unknown> = attempt,
): boolean {
  const [busy, setBusy] = useState(false);
  const isShort = list.hasMore.value && list.rows.value.length < count;
  useLayoutEffect(() => {
    if (!isShort) return;
    let isCurrent = true;
    setBusy(true);
    run(() => fill(list, count, limit)).finally(() => isCurrent && setBusy(false));
    return () => {
      isCurrent = false;
      setBusy(false);
    };
  }, [list, count, isShort]);
  return busy;
}

/** Does `work`, and ignores it where that fails. */
export function quietly(work: () => Promise<void>): Promise<void> {
  return work().catch(() => {});
}
