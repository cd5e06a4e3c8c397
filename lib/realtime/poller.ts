/** Reads the change feed on a connection of its own and delivers what is new. */
import type { Offsets } from "../db/offset.ts";
import { LimitedConnection } from "../db/limited.ts";
import { SILENT_MS } from "../db/pool.ts";
import { type Change, FEED_SETTINGS, hasPayload } from "./change_feed.ts";
import { FeedCursor, type PositionAt } from "./cursor.ts";
import { Pace } from "./pace.ts";

/** Whom a hub delivers to. Its calls come in the order of the feed, and none of them waits. */
export type Audience = {
  /** Users with a connection. */
  recipients(): number[];
  /** A page of changes; `positionAt` is where a connection stands once it was sent one of them. */
  deliver(changes: Change[], positionAt: PositionAt): void;
  /** A change whose payload cannot be read. */
  skip(change: Change): void;
  /** The hub was rewound: it delivers some changes a second time. */
  rewind(): void;
  /** The feed cannot be read on from where the connections stand. */
  resync(reason: string): void;
  /** The feed cannot be read at present, or can be again. */
  publishDelayed(isDelayed: boolean): void;
};

export class Poller {
  readonly cursor: FeedCursor;
  readonly pace = new Pace();
  readonly #audience: Audience;
  readonly #connection: LimitedConnection;
  #reading: Promise<unknown> = Promise.resolve();
  #polledAt = 0;
  #hasMore = false;
  #isStopped = false;
  #tries = 0;

  /** `limitMs`: how long it waits for the answer to a query. */
  constructor(url: string, audience: Audience, offsets: Offsets, limitMs: number) {
    this.cursor = new FeedCursor(offsets);
    this.#audience = audience;
    const options = { name: "liaison hub", settings: FEED_SETTINGS, silentMs: SILENT_MS };
    this.#connection = new LimitedConnection(url, limitMs, options);
  }

  /** How often it has tried to connect or to read a page. */
  get tries(): number {
    return this.#tries;
  }

  /** Milliseconds since the last page was read. */
  get lagMs(): number {
    return Math.max(0, performance.now() - this.#polledAt);
  }

  /** Whether a poll is on its way through several pages. */
  get hasMore(): boolean {
    return this.#hasMore;
  }

  /** Opens the feed on a new connection and puts the audience where reading goes on. */
  async open(): Promise<void> {
    this.#tries++;
    const isFirst = this.#polledAt === 0;
    const { lost, isRewound } = await this.cursor.open(this.#connection);
    if (lost !== null) this.#audience.resync(lost);
    else if (isRewound) this.#audience.rewind();
    if (isFirst) this.#polledAt = performance.now();
  }

  /** Delivers all that is new, page by page; returns whether there was any. */
  async poll(): Promise<boolean> {
    let found = false;
    do {
      const reading = this.#deliverPage();
      this.#reading = reading;
      found = await reading || found;
    } while (this.#hasMore && !this.#isStopped);
    return found;
  }

  async #deliverPage(): Promise<boolean> {
    this.#tries++;
    const recipients = this.#audience.recipients();
    const batch = await this.cursor.read(this.#connection, recipients);
    if (this.#isStopped) return false;
    const { changes, positionAt, hasMore, isBare } = batch;
    this.#polledAt = performance.now();
    this.pace.count(new Set(changes.map(({ xid }) => xid)).size, this.#polledAt);
    this.#hasMore = hasMore;
    if (isBare && changes.some(hasPayload)) this.#audience.skip(changes[0]);
    else if (changes.length > 0) this.#audience.deliver(changes, positionAt);
    return changes.length > 0;
  }

  /** Resolves once the page under way was delivered: later ones know the recipients of now. */
  async settled(): Promise<void> {
    await this.#reading.catch(() => {});
  }

  /** Takes another connection: a query on one that is breaking might never be answered. */
  reconnect(): void {
    this.#connection.renew();
  }

  /** Ends at once; what was not delivered yet never is. */
  stop(): void {
    this.#isStopped = true;
    this.#connection.close();
  }
}
