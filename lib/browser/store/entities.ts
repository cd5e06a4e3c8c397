/**
 * An entity store: the rows that a page knows, each in its highest version, whether it came with the
 * page, with an answer or with an event. These may come in any order, and more than once. A row that
 * was removed stays removed until an event inserts it again.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { throttle } from "../hooks/throttle.ts";

export type Entity = { id: number; version: number; created_at: string };

/** A row, or those of its properties that an event has. */
export type Part<T extends Entity> = Partial<T> & Pick<Entity, "id" | "version">;

/**
 * Where a row comes from. Of two rows with the same version, that of an event is the newer one; only
 * the event of an insertion brings back a row that was removed.
 */
export type Origin = "answer" | "event" | "insertion";

export type Entities<T extends Entity> = {
  /** All rows, in no order. Changes are published together, at most every 300 ms. */
  readonly rows: ReadonlySignal<T[]>;
  get(id: number): T | undefined;
  /** Merges rows. Those of an answer are published at once. */
  upsert(parts: Part<T>[], origin: Origin): void;
  remove(id: number): void;
  /**
   * Shows an optimistic `change` of the rows with these ids until `work` ends. It ends earlier for a
   * row of which a property in it gets another value. `work` has to `upsert` its result.
   */
  during<R>(ids: number[], change: Partial<T>, work: () => Promise<R>): Promise<R>;
};

/** An optimistic change, and the rows that it was made to as they were shown before. */
type Layer<T> = { before: Map<number, T>; change: Partial<T> };

/** An empty store. `pace` makes the function that publishes changes when they are due. */
export function createEntities<T extends Entity>(
  pace: (publish: () => void) => () => void = throttle,
): Entities<T> {
  /** Of rows that were not loaded, no more is known than what events have. */
  const known = new Map<number, Part<T>>();
  const removed = new Set<number>();
  const layers = new Set<Layer<T>>();
  const rows = signal<T[]>([]);
  const shown = (row: T) => [...layers].reduce(withLayer, row);
  const publishNow = () => {
    const whole = [...known.values()].filter(isWhole);
    rows.value = layers.size > 0 ? whole.map(shown) : whole;
  };
  const publish = pace(publishNow);

  const merge = (part: Part<T>, origin: Origin) => {
    if (origin === "insertion") removed.delete(part.id);
    if (removed.has(part.id)) return;
    const old = known.get(part.id);
    const isNewer = !old || part.version > old.version ||
      (part.version === old.version && origin !== "answer");
    known.set(part.id, isNewer ? { ...old, ...part } : { ...part, ...old });
  };
  const upsert = (parts: Part<T>[], origin: Origin) => {
    for (const part of parts) merge(part, origin);
    if (origin === "answer") publishNow();
    else publish();
  };
  const remove = (id: number) => {
    removed.add(id);
    known.delete(id);
    publish();
  };
  const get = (id: number) => {
    const row = known.get(id);
    return row && isWhole(row) ? shown(row) : undefined;
  };
  const during = async <R>(ids: number[], change: Partial<T>, work: () => Promise<R>) => {
    const before = new Map(ids.map(get).flatMap((row) => row ? [[row.id, row] as const] : []));
    const layer = { before, change };
    layers.add(layer);
    publishNow();
    try {
      return await work();
    } finally {
      layers.delete(layer);
      publishNow();
    }
  };
  return { rows, get, upsert, remove, during };
}

function isWhole<T extends Entity>(part: Part<T>): part is T {
  return part.created_at !== undefined;
}

function withLayer<T extends Entity>(row: T, { before, change }: Layer<T>): T {
  const old = before.get(row.id);
  const keys = Object.keys(change) as (keyof T)[];
  return old && keys.every((key) => row[key] === old[key]) ? { ...row, ...change } : row;
}
