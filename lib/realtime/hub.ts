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
import { parsePgSnapshot } from "./change_feed.ts";
import type { FeedCursor } from "./cursor.ts";
import { type Announcement, Heartbeat, type Mode } from "./heartbeat.ts";
import { Notifier } from "./notifier.ts";
import { type Audience, Poller } from "./poller.ts";

export type HubHealth = { available: boolean; notifier: boolean; mode: Mode; lagMs: number };

const LISTENING_MS = 1000;
/** Polls take from the writers: between two the hub rests twice as long as one took, within these. */
const POLLING_LEAST_MS = 3;
const POLLING_MOST_MS = 25;
/** How long the answer to a query is waited for. */
const LIMIT_MS = 8000;
/** As it polls once a second at least, the hub does not read if its last poll was this long ago. */
const DELAYED_MS = 5000;
const DELAY_CHECK_MS = 500;
/** How long ago the last poll of a hub that reads may be. */
const CURRENT_MS = 2 * LISTENING_MS;
const RETRY_LEAST_MS = 50;
const RETRY_MOST_MS = 250;

export type HubOptions = {
  url: string;
  audience: Audience;
  offsets: Offsets;
  log: Log;
  /** How long the answer to a query is waited for; 8 s by default. */
  limitMs?: number;
};

export class Hub {
  readonly id = crypto.randomUUID();
  readonly #audience: Audience;
  readonly #log: Log;
  readonly #notifier: Notifier;
  readonly #poller: Poller;
  readonly #heartbeat: Heartbeat;
  #mode: Mode = "settling";
  /** While settling: all transactions below its fence have to end first. */
  #announcement: Announcement = { mode: "settling", fence: null };
  #settlingMs = POLLING_LEAST_MS;
  #isStopped = false;
  #isOpen = false;
  #delayTimer: ReturnType<typeof setInterval> | undefined;
  #isDelayed = false;

  constructor({ url, audience, offsets, log, limitMs = LIMIT_MS }: HubOptions) {
    this.#audience = audience;
    this.#log = log;
    this.#notifier = new Notifier(url, log, limitMs);
    this.#heartbeat = new Heartbeat({ url, id: this.id, notifier: this.#notifier, log, limitMs });
    this.#poller = new Poller(url, audience, offsets, limitMs);
  }

  /**
   * Reads from now on. Rejects when the database cannot be read at first, with all connections
   * closed; later it retries.
   */
  async start(): Promise<void> {
    this.#notifier.start();
    this.#heartbeat.start();
    await this.#open().catch(async (error) => {
      await this.stop();
      throw error;
    });
    this.#delayTimer = setInterval(() => this.#publishDelayed(), DELAY_CHECK_MS);
    void this.#run();
  }

  /** Ends within a moment, whatever the database does. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#delayTimer);
    this.#poller.stop();
    this.#notifier.stop();
    await this.#heartbeat.stop();
  }

  /** Up to where changes have been delivered. */
  get cursor(): FeedCursor {
    return this.#poller.cursor;
  }

  /** How often it has tried to connect or to read a page. */
  get tries(): number {
    return this.#poller.tries;
  }

  /** Whether the feed is read and NOTIFY received, and the milliseconds since the last poll. */
  get health(): HubHealth {
    const { lagMs } = this.#poller;
    const available = this.#isOpen && lagMs < DELAYED_MS;
    return { available, notifier: this.#notifier.available, mode: this.#mode, lagMs };
  }

  /** Whether what was committed until a moment ago has been delivered. */
  get isCurrent(): boolean {
    const { hasMore, lagMs } = this.#poller;
    return this.#isOpen && !hasMore && lagMs < CURRENT_MS;
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
        retryMs = RETRY_LEAST_MS;
        await this.#pause(found, tookMs);
      } catch (error) {
        if (this.#isStopped) return;
        this.#isOpen = false;
        this.#log.warn({ err: error }, "the feed cannot be read, trying again");
        this.#poller.reconnect();
        await this.#notifier.wait(retryMs);
        retryMs = Math.min(retryMs * 2, RETRY_MOST_MS);
      }
    }
  }

  async #open(): Promise<void> {
    await this.#poller.open();
    this.#settle();
    this.#isOpen = true;
  }

  async #reopen(): Promise<void> {
    this.#notifier.restart();
    this.#heartbeat.renew();
    await this.#open();
  }

  /** Waits for the next poll, in the mode that the pace of commits asks for. */
  async #pause(found: boolean, tookMs: number): Promise<void> {
    const { pace } = this.#poller;
    if (found) this.#settlingMs = POLLING_LEAST_MS;
    if (this.#mode === "polling") {
      if (pace.isCalm) return this.#settle();
      const rest = Math.max(POLLING_LEAST_MS, 2 * tookMs);
      return void await this.#notifier.wait(Math.min(rest, POLLING_MOST_MS));
    }
    if (pace.isBusy) return this.#enter("polling");
    if (this.#mode === "listening") return void await this.#notifier.wait(LISTENING_MS);
    const { fence } = this.#announcement;
    if (fence !== null && parsePgSnapshot(this.cursor.position.base).xmin >= fence) {
      return this.#enter("listening");
    }
    await this.#notifier.wait(this.#settlingMs);
    this.#settlingMs = Math.min(this.#settlingMs * 1.5, POLLING_MOST_MS);
  }

  #settle(): void {
    this.#enter("settling");
    this.#settlingMs = POLLING_LEAST_MS;
  }

  /** Polls as the mode asks for from now on, whenever writers get to see it. */
  #enter(mode: Mode): void {
    this.#mode = mode;
    this.#announcement = this.#heartbeat.announce(mode);
  }
}
