/**
 * The one object that listens. A NOTIFY is a hint to poll: one that is missed costs latency and
 * nothing else.
 */
import { setTimeout as delay } from "node:timers/promises";
import { giveUp, within } from "../db/limited.ts";
import { connect, type Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";

const CHANNEL = "liaison_changes";
const RETRY_MS = [0, 100, 500, 1000, 2000];

export class Notifier {
  readonly #url: string;
  readonly #log: Log;
  readonly #limitMs: number;
  /** The connection that listens. */
  #sql: Sql | null = null;
  /** The one that is about to. */
  #connecting: Sql | null = null;
  #opening: Promise<void> | null = null;
  readonly #stopping = new AbortController();
  #isWoken = false;
  #endWait: (() => void) | null = null;
  /** What the heartbeat has sent and not yet received. */
  #awaited: string | null = null;

  /** `limitMs`: how long it waits until a connection listens. */
  constructor(url: string, log: Log, limitMs: number) {
    this.#url = url;
    this.#log = log;
    this.#limitMs = limitMs;
  }

  /** Whether a connection listens. */
  get available(): boolean {
    return this.#sql !== null && this.#opening === null;
  }

  /** Starts listening in the background, again and again until it does. */
  start(): void {
    this.#opening ??= this.#open().finally(() => this.#opening = null);
  }

  /** Ends at once. */
  stop(): void {
    this.#stopping.abort();
    this.wake();
    if (this.#connecting) giveUp(this.#connecting);
    this.#close();
  }

  /** Replaces the connection by a fresh one. */
  restart(): void {
    if (this.#opening || this.#stopping.signal.aborted) return;
    this.#close();
    this.start();
  }

  /** Ends the present or next `wait`. */
  wake(): void {
    this.#isWoken = true;
    this.#endWait?.();
  }

  /**
   * Resolves at a NOTIFY, at once when one came since the last wait, or after `ms`; to whether one
   * came.
   */
  async wait(ms: number): Promise<boolean> {
    if (!this.#isWoken) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      this.#endWait = resolve;
      await promise;
      clearTimeout(timer);
      this.#endWait = null;
    }
    const wasWoken = this.#isWoken;
    this.#isWoken = false;
    return wasWoken;
  }

  /**
   * The heartbeat: sends a NOTIFY to itself over `sql`, and replaces a connection that has not
   * received the one before. To be called every few seconds.
   */
  async check(sql: Sql): Promise<void> {
    if (!this.available) return;
    if (this.#awaited) {
      this.#log.warn("the notifier has missed its heartbeat, listening on a new connection");
      return this.restart();
    }
    this.#awaited = crypto.randomUUID();
    await sql`select pg_notify(${CHANNEL}, ${this.#awaited})`.catch((error) => {
      this.#awaited = null;
      throw error;
    });
  }

  async #open(): Promise<void> {
    const { signal } = this.#stopping;
    for (let tries = 0; !signal.aborted; tries++) {
      const pause = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)];
      await delay(pause, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const sql = connect(this.#url, { max: 1, name: "liaison notifier" });
      this.#connecting = sql;
      try {
        await within(
          this.#limitMs,
          sql.listen(CHANNEL, (payload) => this.#receive(payload), () => this.wake()),
        );
        this.#sql = sql;
        if (signal.aborted) this.#close();
        return;
      } catch (error) {
        if (!signal.aborted) this.#log.warn({ err: error }, "cannot listen yet");
        giveUp(sql);
      } finally {
        this.#connecting = null;
      }
    }
  }

  #receive(payload: string): void {
    if (payload === "") this.wake();
    else if (payload === this.#awaited) this.#awaited = null;
  }

  #close(): void {
    if (this.#sql) giveUp(this.#sql);
    this.#sql = null;
    this.#awaited = null;
  }
}
