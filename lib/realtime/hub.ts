/**
 * Reads what was committed and delivers it to the connections of this process. Its row in the table
 * `hubs` is for writers to see whether to notify it, and its mode follows from how many commits come:
 *
 * listening: writers notify the hub; it polls once a second all the same, as a NOTIFY can be missed.
 * polling:   so many commits come that NOTIFY would slow their writers down: they send none, and the
 *            hub polls every few milliseconds.
 * settling:  the table asks for NOTIFY, but transactions that began before may still go without: the
 *            hub goes on polling until all of those have ended.
 */
import type { Offsets } from "../db/offset.ts";
import type { Log } from "../log.ts";
import { markDurable, parsePgSnapshot } from "./change_feed.ts";
import type { FeedCursor } from "./cursor.ts";
import { Notifier } from "./notifier.ts";
import { type Audience, Poller } from "./poller.ts";

export type Mode = "listening" | "polling" | "settling";
export type HubHealth = { available: boolean; notifier: boolean; mode: Mode; lagMs: number };

const LISTENING_MS = 1000;
/** Polls take from the writers: between two the hub rests twice as long as one took, within these. */
const POLLING_LEAST_MS = 3;
const POLLING_MOST_MS = 25;
const HEARTBEAT_MS = 5000;
/** As it polls once a second at least, the hub does not read if its last poll was this long ago. */
const DELAYED_MS = 5000;
const DELAY_CHECK_MS = 500;
const RETRY_LEAST_MS = 50;
const RETRY_MOST_MS = 250;

type HubOptions = { url: string; audience: Audience; offsets: Offsets; log: Log };

export class Hub {
  readonly id = crypto.randomUUID();
  readonly #audience: Audience;
  readonly #log: Log;
  readonly #notifier: Notifier;
  readonly #poller: Poller;
  #mode: Mode = "settling";
  /** While settling: all transactions below it have to end first. */
  #fence = 0n;
  #settlingMs = POLLING_LEAST_MS;
  #running: Promise<void> | null = null;
  #isStopped = false;
  #isOpen = false;
  #beatAt = 0;
  #delayTimer: ReturnType<typeof setInterval> | undefined;
  #isDelayed = false;

  constructor({ url, audience, offsets, log }: HubOptions) {
    this.#audience = audience;
    this.#log = log;
    this.#notifier = new Notifier(url, log);
    this.#poller = new Poller(url, audience, offsets);
  }

  /**
   * Reads from now on. Rejects when the database cannot be read at first, with all connections
   * closed; later it retries.
   */
  async start(): Promise<void> {
    this.#notifier.start();
    await this.#open().catch(async (error) => {
      await this.stop();
      throw error;
    });
    this.#delayTimer = setInterval(() => this.#publishDelayed(), DELAY_CHECK_MS);
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#delayTimer);
    this.#poller.stop();
    this.#notifier.wake();
    await this.#running;
    await this.#poller.sql`delete from private.hubs where id = ${this.id}`.catch(() => {});
    await this.#notifier.stop();
    await this.#poller.close();
  }

  /** Up to where changes have been delivered. */
  get cursor(): FeedCursor {
    return this.#poller.cursor;
  }

  /** Whether the feed is read and NOTIFY received, and the milliseconds since the last poll. */
  get health(): HubHealth {
    const { lagMs } = this.#poller;
    const available = this.#isOpen && lagMs < DELAYED_MS;
    return { available, notifier: this.#notifier.available, mode: this.#mode, lagMs };
  }

  /** What was published last. A connection that was lost and found again in time is no delay. */
  get isDelayed(): boolean {
    return this.#isDelayed;
  }

  /** Resolves once the page under way was delivered: later ones know the recipients of now. */
  settled(): Promise<void> {
    return this.#poller.settled();
  }

  #publishDelayed(): void {
    const isDelayed = this.#poller.lagMs >= DELAYED_MS;
    if (isDelayed === this.#isDelayed || (!isDelayed && this.#poller.hasMore)) return;
    this.#isDelayed = isDelayed;
    this.#audience.publishDelayed(isDelayed);
  }

  async #run(): Promise<void> {
    for (let retryMs = RETRY_LEAST_MS; !this.#isStopped;) {
      try {
        if (!this.#isOpen) await this.#reopen();
        const begun = performance.now();
        const found = await this.#poller.poll();
        const tookMs = performance.now() - begun;
        if (performance.now() - this.#beatAt > HEARTBEAT_MS) await this.#beat();
        retryMs = RETRY_LEAST_MS;
        await this.#pause(found, tookMs);
      } catch (error) {
        if (this.#isStopped) return;
        this.#isOpen = false;
        this.#log.warn({ err: error }, "the feed cannot be read, trying again");
        await this.#poller.reconnect();
        await this.#notifier.wait(retryMs);
        retryMs = Math.min(retryMs * 2, RETRY_MOST_MS);
      }
    }
  }

  async #open(): Promise<void> {
    await this.#poller.open();
    await this.#settle();
    this.#isOpen = true;
  }

  async #reopen(): Promise<void> {
    this.#notifier.restart();
    await this.#open();
  }

  /** Waits for the next poll, in the mode that the pace of commits asks for. */
  async #pause(found: boolean, tookMs: number): Promise<void> {
    const { pace } = this.#poller;
    if (found) this.#settlingMs = POLLING_LEAST_MS;
    if (this.#mode === "polling") {
      if (pace.isCalm) return await this.#settle();
      const rest = Math.max(POLLING_LEAST_MS, 2 * tookMs);
      return void await this.#notifier.wait(Math.min(rest, POLLING_MOST_MS));
    }
    if (pace.isBusy) return await this.#startPolling();
    if (this.#mode === "listening") return void await this.#notifier.wait(LISTENING_MS);
    if (parsePgSnapshot(this.cursor.position.base).xmin >= this.#fence) {
      this.#mode = "listening";
      return;
    }
    await this.#notifier.wait(this.#settlingMs);
    this.#settlingMs = Math.min(this.#settlingMs * 1.5, POLLING_MOST_MS);
  }

  async #startPolling(): Promise<void> {
    await this.#writeRow("polling");
    this.#mode = "polling";
  }

  /** The fence is taken after the row is committed: transactions that begin later see it. */
  async #settle(): Promise<void> {
    await this.#writeRow("settling");
    const [{ xmax }] = await this.#poller.sql<{ xmax: string }[]>`
      select pg_snapshot_xmax(pg_current_snapshot())::text as xmax`;
    this.#fence = BigInt(xmax);
    this.#mode = "settling";
    this.#settlingMs = POLLING_LEAST_MS;
  }

  async #writeRow(mode: Mode): Promise<void> {
    await this.#poller.sql`
      insert into private.hubs (id, mode, seen_at) values (${this.id}, ${mode}, now())
      on conflict (id) do update set mode = excluded.mode, seen_at = excluded.seen_at`;
  }

  /** Keeps this hub's row, removes those of hubs that have ended, and checks the notifier. */
  async #beat(): Promise<void> {
    this.#beatAt = performance.now();
    const { sql } = this.#poller;
    await this.#writeRow(this.#mode);
    await markDurable(sql);
    await sql`delete from private.hubs where seen_at < now() - interval '30 seconds'`;
    await this.#notifier.check(sql);
  }
}
