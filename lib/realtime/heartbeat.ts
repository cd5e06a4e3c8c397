/**
 * A hub's row in the table `hubs`, which writers read to see whether to notify it, and what else is
 * written every few seconds. It has a connection and a loop of its own: whoever holds one of these
 * rows delays no delivery.
 */
import { setTimeout as delay } from "node:timers/promises";
import { LimitedConnection, within } from "../db/limited.ts";
import { SILENT_MS, type Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { markDurable } from "./change_feed.ts";
import type { Notifier } from "./notifier.ts";

const EVERY_MS = 5000;
const RETRY_MS = 250;
/** So that a row that somebody holds is asked for again and again, rather than waited for. */
const LOCK_MS = 2000;
const GOODBYE_MS = 300;

/** The modes of a hub; see there. */
export type Mode = "listening" | "polling" | "settling";

/** A mode that the table has or gets. */
export type Announcement = {
  readonly mode: Mode;
  /** Transactions from this id on see the mode; null until it is committed. */
  fence: bigint | null;
};

type HeartbeatOptions = { url: string; id: string; notifier: Notifier; log: Log; limitMs: number };

export class Heartbeat {
  readonly #connection: LimitedConnection;
  readonly #id: string;
  readonly #notifier: Notifier;
  readonly #log: Log;
  #announcement: Announcement = { mode: "settling", fence: null };
  #wait = new AbortController();
  #beatAt = -Infinity;
  #isStopped = false;
  #isFailing = false;

  constructor({ url, id, notifier, log, limitMs }: HeartbeatOptions) {
    const settings = { lock_timeout: `${LOCK_MS}` };
    const options = { name: "liaison heartbeat", settings, silentMs: SILENT_MS };
    this.#connection = new LimitedConnection(url, limitMs, options);
    this.#id = id;
    this.#notifier = notifier;
    this.#log = log;
  }

  start(): void {
    void this.#run();
  }

  /** Removes the row where the database answers at once, and ends. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wait.abort();
    const goodbye = this.#connection.ask((sql) =>
      sql`delete from private.hubs where id = ${this.#id}`
    );
    await within(GOODBYE_MS, goodbye).catch(() => {});
    this.#connection.close();
  }

  /** Writes a mode as soon as the database lets it; of several, the latest. */
  announce(mode: Mode): Announcement {
    this.#announcement = { mode, fence: null };
    this.#wait.abort();
    return this.#announcement;
  }

  /** To be called after a loss of connections: behind the next one may be another server. */
  renew(): void {
    this.#connection.renew();
    this.#wait.abort();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      this.#wait = new AbortController();
      const failures = await this.#beat();
      if (this.#isStopped) return;
      if (failures.length > 0 && !this.#isFailing) {
        this.#log.warn({ err: failures[0] }, "the hub's heartbeat failed, trying again");
      }
      this.#isFailing = failures.length > 0;
      const { signal } = this.#wait;
      await delay(this.#isFailing ? RETRY_MS : EVERY_MS, undefined, { signal }).catch(() => {});
    }
  }

  /** What failed. One row that is held keeps nothing from the others. */
  async #beat(): Promise<unknown[]> {
    const failures: unknown[] = [];
    const isDue = performance.now() - this.#beatAt >= EVERY_MS;
    const steps = [(sql: Sql) => this.#writeRow(sql)];
    if (isDue) steps.push(removeEnded, (sql) => this.#notifier.check(sql), markDurable);
    for (const step of steps) {
      if (this.#isStopped) break;
      await this.#connection.ask(step).catch((error) => failures.push(error));
    }
    if (isDue && failures.length === 0) this.#beatAt = performance.now();
    return failures;
  }

  /** The fence is taken after the row is committed: transactions that begin later see it. */
  async #writeRow(sql: Sql): Promise<void> {
    const announcement = this.#announcement;
    await sql`
      insert into private.hubs (id, mode, seen_at) values (${this.#id}, ${announcement.mode}, now())
      on conflict (id) do update set mode = excluded.mode, seen_at = excluded.seen_at`;
    if (announcement.fence !== null) return;
    const [{ xmax }] = await sql<{ xmax: string }[]>`
      select pg_snapshot_xmax(pg_current_snapshot())::text as xmax`;
    announcement.fence = BigInt(xmax);
  }
}

/** Removes the rows of hubs that have ended without removing theirs. */
async function removeEnded(sql: Sql): Promise<void> {
  await sql`
    delete from private.hubs where id in (
      select id from private.hubs where seen_at < now() - interval '30 seconds'
      for update skip locked
    )`;
}
