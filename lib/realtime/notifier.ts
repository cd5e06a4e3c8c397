/**
 * The one object that listens. A ring is a hint to look: it may be missed, and nothing but
 * latency depends on it.
 */
import { connect, type Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";

const CHANNEL = "liaison_bell";
const RETRY_MS = [0, 100, 500, 1000, 2000];

export class Bell {
  readonly #url: string;
  readonly #log: Log;
  #sql: Sql | null = null;
  #opening: Promise<void> | null = null;
  #stopped = false;
  #rung = false;
  #wake: (() => void) | null = null;
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
    this.#stopped = true;
    this.ring();
    await this.#opening;
    await this.#close();
  }

  /** Drops a connection that seems deaf and listens on a fresh one. */
  restart(): void {
    if (this.#opening || this.#stopped) return;
    this.#opening = this.#close().then(() => this.#open()).finally(() => this.#opening = null);
  }

  /** Ends the present or next `wait`. */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /**
   * Resolves at a ring, at once when one came since the last wait, or after `ms`; to whether it
   * rang.
   */
  async wait(ms: number): Promise<boolean> {
    if (!this.#rung) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      this.#wake = resolve;
      await promise;
      clearTimeout(timer);
      this.#wake = null;
    }
    const rang = this.#rung;
    this.#rung = false;
    return rang;
  }

  /**
   * The heartbeat: rings over the database, and takes a connection that has not heard the ring
   * before for deaf. To be called every few seconds.
   */
  async check(sql: Sql): Promise<void> {
    if (!this.available) return;
    if (this.#awaited) {
      this.#log.warn("the bell is deaf, listening anew");
      return this.restart();
    }
    this.#awaited = crypto.randomUUID();
    await sql`select pg_notify(${CHANNEL}, ${this.#awaited})`;
  }

  async #open(): Promise<void> {
    for (let tries = 0; !this.#stopped; tries++) {
      await delay(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      const sql = connect(this.#url, { max: 1, name: "liaison bell" });
      try {
        await sql.listen(CHANNEL, (word) => this.#hear(word), () => this.ring());
        this.#sql = sql;
        return;
      } catch (error) {
        this.#log.warn({ err: error }, "cannot listen yet");
        await sql.end({ timeout: 0 });
      }
    }
  }

  #hear(word: string): void {
    if (word === "") this.ring();
    else if (word === this.#awaited) this.#awaited = null;
  }

  async #close(): Promise<void> {
    const sql = this.#sql;
    this.#sql = null;
    this.#awaited = null;
    await sql?.end({ timeout: 0 });
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
