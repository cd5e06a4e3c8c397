/**
 * Rows that stay current: first those that the page came with, then what events say. Every
 * operation may be repeated without harm.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { coalesce } from "./coalesce.ts";
import { onceStill } from "./motion.ts";

export interface Row {
  id: number;
  created_at: string;
}

export interface LiveList<T extends Row> {
  /** Newest first. Changes are published together, at most every 300 ms, when nothing moves. */
  readonly rows: ReadonlySignal<T[]>;
  get(id: number): T | undefined;
  /** Adds rows that were read some time ago: what events have said since then is kept. */
  add(rows: T[]): void;
  /** Puts a row in its place, unless the known one is newer. */
  put(row: T): void;
  change(id: number, part: Partial<T>): void;
  drop(id: number): void;
  /** Takes the rows that `read` resolves with instead of those known; later events still win. */
  reload(read: () => Promise<T[]>): Promise<void>;
}

/**
 * An empty list. `isStale(row, known)` says whether `row` is older news than `known`; `pace`
 * makes the function that publishes changes when they are due.
 */
export function createLiveList<T extends Row>(
  isStale: (row: T, known: T) => boolean = () => false,
  pace: (publish: () => void) => () => void = calmly,
): LiveList<T> {
  const known = new Map<number, T>();
  const dropped = new Set<number>();
  let touched = new Set<number>();
  const rows = signal<T[]>([]);
  const publishNow = () => rows.value = [...known.values()].sort(newestFirst);
  const publish = pace(publishNow);

  const put = (row: T) => {
    const old = known.get(row.id);
    if (old && isStale(row, old)) return;
    known.set(row.id, row);
    dropped.delete(row.id);
    touched.add(row.id);
    publish();
  };
  const add = (read: T[]) => {
    for (const row of read) {
      if (!known.has(row.id) && !dropped.has(row.id)) known.set(row.id, row);
    }
    publishNow();
  };
  const drop = (id: number) => {
    dropped.add(id);
    touched.add(id);
    if (known.delete(id)) publish();
  };
  const reload = async (read: () => Promise<T[]>) => {
    const since = touched = new Set();
    const fresh = await read();
    for (const id of [...known.keys()]) if (!since.has(id)) known.delete(id);
    for (const row of fresh) if (!since.has(row.id)) known.set(row.id, row);
    publishNow();
  };
  return {
    rows,
    get: (id) => known.get(id),
    add,
    put,
    change(id, part) {
      const old = known.get(id);
      if (old) put({ ...old, ...part });
    },
    drop,
    reload,
  };
}

/** As `coalesce`, but not while rows are on their way to the places of the last change. */
function calmly(publish: () => void): () => void {
  return coalesce(() => onceStill(publish));
}

/** Sorts rows as a list shows them. */
export function newestFirst(a: Row, b: Row): number {
  if (a.created_at === b.created_at) return b.id - a.id;
  return a.created_at < b.created_at ? 1 : -1;
}
