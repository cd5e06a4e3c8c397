/**
 * A list of the rows that match a filter, in an order, known without a gap from its start down to a
 * cursor. What it shows are the entities above the cursor, so it is as current as these.
 */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Page } from "../../contract/pages.ts";
import type { Entities, Entity } from "./entities.ts";

export type List<T extends Entity> = {
  filter: (row: T) => boolean;
  /** As `Array.sort` takes it; the order in which the server gives the pages. */
  order: (a: T, b: T) => number;
  /** Reads the page that begins at the cursor, or the first one. */
  read: (cursor: string | null, limit: number) => Promise<Page<T>>;
};

export type Window<T extends Entity> = {
  readonly rows: ReadonlySignal<T[]>;
  readonly hasMore: ReadonlySignal<boolean>;
  /** Where the next page begins; null where there is none, or nothing was loaded. */
  readonly cursor: ReadonlySignal<string | null>;
  /** Takes a page: the first one that comes with a page of the site, or the next. */
  add(page: Page<T>): void;
  /** Loads the next page, if there is one; that may be on its way already. Rejects with a CallError. */
  load(limit: number): Promise<void>;
};

/** A window of which nothing is loaded. */
export function createWindow<T extends Entity>(
  entities: Entities<T>,
  { filter, order, read }: List<T>,
): Window<T> {
  /** The last of the rows that were loaded, as they were then. */
  const end = signal<T | undefined>(undefined);
  const cursor = signal<string | null>(null);
  const hasMore = signal(true);
  let loading: Promise<void> | null = null;

  const isAbove = (row: T) =>
    !hasMore.value || (end.value !== undefined && order(row, end.value) <= 0);
  const rows = computed(() =>
    entities.rows.value.filter((row) => filter(row) && isAbove(row)).sort(order)
  );
  const add = (page: Page<T>) =>
    batch(() => {
      entities.upsert(page.rows, "answer");
      // The server orders by microseconds, so its last row need not be the last one here.
      const loaded = end.value ? [end.value, ...page.rows] : page.rows;
      end.value = loaded.toSorted(order).at(-1);
      cursor.value = page.next;
      hasMore.value = page.next !== null;
    });
  const load = async (limit: number) => {
    if (!hasMore.peek()) return;
    await (loading ??= read(cursor.peek(), limit).then(add).finally(() => loading = null));
  };
  return { rows, hasMore, cursor, add, load };
}

/** Loads pages until the list shows that many rows, or all. Rejects with a CallError. */
export async function fill<T extends Entity>(
  { rows, hasMore, load }: Window<T>,
  count: number,
  limit: number,
): Promise<void> {
  while (hasMore.peek() && rows.peek().length < count) await load(limit);
}
