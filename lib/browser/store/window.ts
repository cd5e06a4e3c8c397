/**
 * A keyset window: the rows that match a filter, in an order, without a gap from the first one down to
 * a cursor. It shows those entities of the store that stand above the cursor.
 */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Page } from "../../contract/pages.ts";
import type { Entities, Entity } from "./entities.ts";

export type List<T extends Entity> = {
  filter: (row: T) => boolean;
  /** Compares two rows; the server orders the pages in the same way. */
  order: (a: T, b: T) => number;
  /** Reads the page that begins at the cursor, or the first page. */
  read: (cursor: string | null, limit: number) => Promise<Page<T>>;
};

export type Window<T extends Entity> = {
  readonly rows: ReadonlySignal<T[]>;
  readonly hasMore: ReadonlySignal<boolean>;
  /** Where the next page begins; null if there is none, or none was loaded yet. */
  readonly cursor: ReadonlySignal<string | null>;
  /** Adds a page: the first one, which came with the site's page, or the next one. */
  add(page: Page<T>): void;
  /** Loads the next page, if there is one, or waits for it. Rejects with a CallError. */
  load(limit: number): Promise<void>;
};

/** A window for which nothing has been loaded. */
export function createWindow<T extends Entity>(
  entities: Entities<T>,
  { filter, order, read }: List<T>,
): Window<T> {
  /** The last row that was loaded, as it was then: its present position may be another. */
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
      // The server orders by microseconds, so the last row of the page need not be the last one here.
      const loaded = end.value ? [end.value, ...page.rows] : page.rows;
      end.value = [...loaded].sort(order).at(-1);
      cursor.value = page.next;
      hasMore.value = page.next !== null;
    });
  const load = async (limit: number) => {
    if (!hasMore.peek()) return;
    await (loading ??= read(cursor.peek(), limit).then(add).finally(() => loading = null));
  };
  return { rows, hasMore, cursor, add, load };
}

/** Loads pages until the list has `count` rows, or all. Rejects with a CallError. */
export async function fill<T extends Entity>(
  { rows, hasMore, load }: Window<T>,
  count: number,
  limit: number,
): Promise<void> {
  while (hasMore.peek() && rows.peek().length < count) await load(limit);
}
