/**
 * What replays read with: a few connections of their own, so that however many clients come back
 * at once, sign-ins and polls find theirs. Persons take turns, each with one statement at a time.
 */
import type { Opened } from "../db/offset.ts";
import { connect, SILENT_MS, type Sql } from "../db/pool.ts";
import { type FeedPage, readReplay, resume, type Series } from "./change_feed.ts";
import { Turns } from "./turns.ts";

const CONNECTIONS = 4;

/** The pool that replays read from. */
export function connectReplays(url: string): Sql {
  return connect(url, { max: CONNECTIONS, name: "liaison replay", silentMs: SILENT_MS });
}

/** Whose client it is that replays, and whether it is still there. */
export type Reader = { userId: number; isConnected: boolean };

export class ReplayReader {
  readonly #sql: Sql;
  readonly #turns = new Turns<number>({ total: CONNECTIONS, each: 1 });

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** As `resume`. Rejects where the client goes while it waits. */
  resume(reader: Reader, { epoch, position }: Opened): ReturnType<typeof resume> {
    return this.#read(reader, () => resume(this.#sql, epoch, position));
  }

  /** A page of the reader's changes in a series. Rejects where the client goes while it waits. */
  readPage(reader: Reader, series: Series): Promise<FeedPage> {
    return this.#read(reader, () => readReplay(this.#sql, series, reader.userId));
  }

  async #read<T>(reader: Reader, query: () => Promise<T>): Promise<T> {
    return await this.#turns.take(reader.userId, () => {
      if (!reader.isConnected) throw new Error("The client has gone");
      return query();
    });
  }
}
