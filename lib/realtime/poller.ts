/** Reads the change feed on a connection of its own and delivers what is new. */
import type { Offsets } from "../db/offset.ts";
import { connect, type Sql } from "../db/pool.ts";
import { type Change, FEED_SETTINGS } from "./change_feed.ts";
import { FeedCursor, type PositionAt } from "./cursor.ts";
import { Pace } from "./pace.ts";

/** Whom a hub delivers to. Its calls come in the order of the feed, and none of them waits. */
export type Audience = {
  /** Users with a connection. */
  recipients(): number[];
  /** A page of changes; `positionAt` is where a connection stands once it was sent one of them. */
  deliver(changes: Change[], positionAt: PositionAt): void;
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
  readonly #url: string;
  readonly #audience: Audience;
  #sql: Sql;
  #reading: Promise<unknown> = Promise.resolve();
  #polledAt = 0;
  #hasMore = false;
  #isStopped = false;

  constructor(url: string, audience: Audience, offsets: Offsets) {
    this.cursor = new FeedCursor(offsets);
    this.#url = url;
    this.#audience = audience;
    this.#sql = connectReader(url);
  }

  /** The present connection. */
  get sql(): Sql {
    return this.#sql;
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
    const isFirst = this.#polledAt === 0;
    const { lost, isRewound } = await this.cursor.open(this.#sql);
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
    const batch = await this.cursor.read(this.#sql, this.#audience.recipients());
    const { changes, positionAt, hasMore } = batch;
    this.#polledAt = performance.now();
    this.pace.count(new Set(changes.map(({ xid }) => xid)).size, this.#polledAt);
    this.#hasMore = hasMore;
    if (changes.length > 0) this.#audience.deliver(changes, positionAt);
    return changes.length > 0;
  }

  /** Resolves once the page under way was delivered: later ones know the recipients of now. */
  async settled(): Promise<void> {
    await this.#reading.catch(() => {});
  }

  /** Takes another connection: a query on one that is breaking might never be answered. */
  async reconnect(): Promise<void> {
    const broken = this.#sql;
    this.#sql = connectReader(this.#url);
    await broken.end({ timeout: 0 });
  }

  /** Ends a poll after its present page. */
  stop(): void {
    this.#isStopped = true;
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 1 });
  }
}

function connectReader(url: string): Sql {
  return connect(url, { max: 1, name: "liaison hub", settings: FEED_SETTINGS });
}
