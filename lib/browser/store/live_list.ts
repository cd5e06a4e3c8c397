/**
 * Rows that stay current: first those that the page came with, then what events say. Every
 * operation may be repeated without harm.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { throttle } from "../hooks/throttle.ts";
import { onceStill } from "../lists/motion.ts";
import { createReads, type News, type Read } from "./reads.ts";

export interface Row {
  id: number;
  created_at: string;
}

/** Called with the rows that were read when the list takes them. */
type Taken<T> = (rows: T[]) => void;

export interface LiveList<T extends Row> {
  /** Newest first. Changes are published together, at most every 300 ms, when nothing moves. */
  readonly rows: ReadonlySignal<T[]>;
  get(id: number): T | undefined;
  /** Adds rows that the page came with: what events have said since then is kept. */
  add(rows: T[]): void;
  /**
   * Adds the rows that `read` resolves with: what events have said since it began is kept. `read`
   * is called when no reload is under way, and again if one began meanwhile.
   */
  load(read: Read<T>, taken?: Taken<T>): Promise<void>;
  /** Puts a row in its place, unless the known one is newer. */
  put(row: T): void;
  /** Puts a known row with `part` of it changed. */
  change(id: number, part: Partial<T>): void;
  /** Takes what an event says of a row that names no more than a part of it. */
  amend(id: number, part: Partial<T>): void;
  drop(id: number): void;
  /**
   * Takes the rows that `read` resolves with instead of those known. What events have said since
   * it began wins, and so does a reload that began later.
   */
  reload(read: Read<T>, taken?: Taken<T>): Promise<void>;
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
  const reads = createReads<T>();
  const rows = signal<T[]>([]);
  const publishNow = () => rows.value = [...known.values()].sort(newestFirst);
  const publish = pace(publishNow);

  const put = (row: T) => {
    const old = known.get(row.id);
    if (old && isStale(row, old)) return;
    known.set(row.id, row);
    dropped.delete(row.id);
    reads.tell(row.id, null);
    publish();
  };
  const change = (id: number, part: Partial<T>) => {
    const old = known.get(id);
    if (old) put({ ...old, ...part });
  };
  const amend = (id: number, part: Partial<T>) => {
    const old = known.get(id);
    reads.tell(id, part);
    if (!old) return;
    known.set(id, { ...old, ...part });
    publish();
  };
  const drop = (id: number) => {
    dropped.add(id);
    reads.tell(id, null);
    if (known.delete(id)) publish();
  };
  const merge = (found: T[], news?: News<T>) => {
    for (const row of found) {
      const part = news?.get(row.id);
      if (part !== null) known.set(row.id, { ...row, ...part });
    }
    publishNow();
  };
  const add = (found: T[]) => merge(found.filter(({ id }) => !known.has(id) && !dropped.has(id)));
  const load = (read: Read<T>, taken?: Taken<T>) =>
    reads.load(read, (found, news) => {
      taken?.(found);
      merge(found.filter(({ id }) => !known.has(id)), news);
    });
  const reload = (read: Read<T>, taken?: Taken<T>) =>
    reads.reload(read, (found, news) => {
      taken?.(found);
      for (const id of [...known.keys()]) if (news.get(id) !== null) known.delete(id);
      merge(found, news);
    });
  return { rows, get: (id) => known.get(id), add, load, put, change, amend, drop, reload };
}

/** As `throttle`, but not while rows are on their way to the places of the last change. */
function calmly(publish: () => void): () => void {
  return throttle(() => onceStill(publish));
}

/** Sorts rows as a list shows them. */
export function newestFirst(a: Row, b: Row): number {
  if (a.created_at === b.created_at) return b.id - a.id;
  return a.created_at < b.created_at ? 1 : -1;
}
