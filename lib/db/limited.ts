/**
 * A connection whose queries have a time limit. It can be lost without any sign of it: so when the
 * limit passes it is given up, and the next query has a fresh one.
 */
import { connect, type ConnectOptions, type Sql } from "./pool.ts";

/** What a query rejects with whose limit has passed. */
export class LateError extends Error {
  constructor(ms: number) {
    super(`The database has not answered within ${ms} ms`);
  }
}

export class LimitedConnection {
  readonly #url: string;
  readonly #options: ConnectOptions;
  readonly #limitMs: number;
  #sql: Sql;

  constructor(url: string, limitMs: number, options: ConnectOptions) {
    this.#url = url;
    this.#options = { ...options, max: 1 };
    this.#limitMs = limitMs;
    this.#sql = connect(url, this.#options);
  }

  /** What `work` gives. Rejects with a LateError where it takes longer than the limit. */
  async ask<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const sql = this.#sql;
    try {
      return await within(this.#limitMs, work(sql));
    } catch (error) {
      if (error instanceof LateError && sql === this.#sql) this.renew();
      throw error;
    }
  }

  /** Gives up the connection: what waits for it rejects, and the next query has a fresh one. */
  renew(): void {
    this.close();
    this.#sql = connect(this.#url, this.#options);
  }

  /** Ends the connection at once; what waits for it rejects. */
  close(): void {
    giveUp(this.#sql);
  }
}

/** Ends a pool's connections without waiting for anything; what waits for them rejects. */
export function giveUp(sql: Sql): void {
  sql.end({ timeout: 0 }).catch(() => {});
}

/** Rejects with a LateError where `work` takes longer. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new LateError(ms)), ms);
  return await Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
