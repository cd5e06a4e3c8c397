/**
 * The one object that listens. A NOTIFY is a hint to poll: one that is missed costs latency and
 * nothing else.
 */
import { setTimeout as delay } from "node:timers/promises";
import { connect, type Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";

const CHANNEL = "liaison_changes";
const RETRY_MS = [0, 100, 500, 1000, 2000];

export class Notifier {
  readonly #url: string;
  readonly #log: Log;
  #sql: Sql | null = null;
  #opening: Promise<void> | null = null;
  #isStopped = false;
  #isWoken = false;
  #endWait: (() => void) | null = null;
  /** What the heartbeat has sent and not yet received. */
  #awaited: string | null = null;

  constructor(url: string, log: Log) {
    this.#url = url;
    this.#log = log;
  }

  /** Whether a connection listens. */
  get available(): boolean {
    return this.#sql !== null && this.#opening === null;
  }

  /** Starts listening in the background, again and again until it does. */
  start(): void {
    this.#opening ??= this.#open().finally(() => this.#opening = null);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.wake();
    await this.#opening;
    await this.#close();
  }

  /** Replaces the connection by a fresh one. */
  restart(): void {
    if (this.#opening || this.#isStopped) return;
    this.#opening = this.#close().then(() => this.#open()).finally(() => this.#opening = null);
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
    await sql`select pg_notify(${CHANNEL}, ${this.#awaited})`;
  }

  async #open(): Promise<void> {
    for (let tries = 0; !this.#isStopped; tries++) {
      await delay(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      const sql = connect(this.#url, { max: 1, name: "liaison notifier" });
      try {
        await sql.listen(CHANNEL, (payload) => this.#receive(payload), () => this.wake());
        this.#sql = sql;
        return;
      } catch (error) {
        this.#log.warn({ err: error }, "cannot listen yet");
        await sql.end({ timeout: 0 });
      }
    }
  }

  #receive(payload: string): void {
    if (payload === "") this.wake();
    else if (payload === this.#awaited) this.#awaited = null;
  }

  async #close(): Promise<void> {
    const sql = this.#sql;
    this.#sql = null;
    this.#awaited = null;
    await sql?.end({ timeout: 0 });
  }
}
