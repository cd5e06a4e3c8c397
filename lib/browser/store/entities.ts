/**
 * The rows that a page knows, each in the newest version that anything has brought: the page itself,
 * a page of a list that was loaded, an event, or the answer of a call. These may come in any order and
 * more than once. What is removed stays removed until an event inserts it again.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { throttle } from "../hooks/throttle.ts";

export type Entity = { id: number; version: number; created_at: string };

/** A row, or what an event says of one. */
export type Part<T extends Entity> = Partial<T> & Pick<Entity, "id" | "version">;

/**
 * What brings a row. Of two with one version, that of an event is the newer; only the event that a row
 * was inserted brings one back that was removed.
 */
export type Origin = "answer" | "event" | "insertion";

export type Entities<T extends Entity> = {
  /** All of them, in no order. Changes are published together, at most every 300 ms. */
  readonly rows: ReadonlySignal<T[]>;
  get(id: number): T | undefined;
  /** Takes what is said of rows. Those of an answer are published at once. */
  upsert(parts: Part<T>[], origin: Origin): void;
  remove(id: number): void;
  /**
   * Shows `change` of the rows with these ids until `work` ends, as far as they say nothing else by
   * then. What `work` has done is for it to `upsert`.
   */
  during<R>(ids: number[], change: Partial<T>, work: () => Promise<R>): Promise<R>;
};

/** The rows that a change was made to, as they were shown before it. */
type Layer<T> = { before: Map<number, T>; change: Partial<T> };

/** Nothing is known. `pace` makes the function that publishes changes when they are due. */
export function createEntities<T extends Entity>(
  pace: (publish: () => void) => () => void = throttle,
): Entities<T> {
  /** Of some rows no more is known than an event says of them. */
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
