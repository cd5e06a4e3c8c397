/**
 * Reads of rows that events tell of as well. They may overlap, and be answered in any order: what
 * is said while one is on its way is newer than its answer may be.
 */
import { batch } from "@preact/signals";

/** What was said since a read began, by id: parts of a row, or null where it was all of it. */
export type News<T> = ReadonlyMap<number, Partial<T> | null>;

export type Read<T> = () => Promise<T[]>;
export type Take<T> = (found: T[], news: News<T>) => void;

export interface Reads<T> {
  /** Notes that an event told of a row, or of `part` of one. */
  tell(id: number, part: Partial<T> | null): void;
  /**
   * Reads some rows, once no reload is under way, and again if one began meanwhile: the answer may
   * be from before that. Rejects as `read` does, and resolves when `take` was called.
   */
  load(read: Read<T>, take: Take<T>): Promise<void>;
  /** Reads all rows. `take` is not called if that of a reload was which began later. */
  reload(read: Read<T>, take: Take<T>): Promise<void>;
}

/** Nothing has been read. */
export function createReads<T>(): Reads<T> {
  const open = new Set<Map<number, Partial<T> | null>>();
  let begun = 0;
  let taken = 0;
  /** Resolves when no reload is under way whose answer may still be taken. */
  let reloading: Promise<void> = Promise.resolve();

  const tell = (id: number, part: Partial<T> | null) => {
    for (const news of open) {
      if (!part) news.set(id, null);
      else if (news.get(id) !== null) news.set(id, { ...news.get(id), ...part });
    }
  };
  /** Calls `take` unless the answer is out of date by then; resolves to whether it did. */
  const follow = async (read: Read<T>, isCurrent: () => boolean, take: Take<T>) => {
    const news = new Map<number, Partial<T> | null>();
    open.add(news);
    try {
      const found = await read();
      if (!isCurrent()) return false;
      batch(() => take(found, news));
      return true;
    } finally {
      open.delete(news);
    }
  };
  const load = async (read: Read<T>, take: Take<T>): Promise<void> => {
    for (let seen: Promise<void> | null = null; seen !== reloading;) await (seen = reloading);
    const before = begun;
    if (!await follow(read, () => before === begun, take)) await load(read, take);
  };
  const reload = async (read: Read<T>, take: Take<T>) => {
    const number = ++begun;
    const older = reloading;
    const run = follow(read, () => number > taken, (found, news) => {
      taken = number;
      take(found, news);
    });
    reloading = run.then(() => {}, () => older);
    await run;
  };
  return { tell, load, reload };
}
