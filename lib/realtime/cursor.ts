/**
 * How far the change feed has been read. The position is a snapshot, so nothing is lost or repeated
 * whatever happens to connections: reading goes on from it. Only a crash of Postgres rewinds it.
 */
import type { Offsets, Position } from "../db/offset.ts";
import type { LimitedConnection } from "../db/limited.ts";
import { PageSize } from "./page_size.ts";
import { type Change, openFeed, readPage, resume, UnreadCounts } from "./change_feed.ts";

/** Where in the feed a change stands; `isLast` in its page or its recipient's part of it. */
export type PositionAt = (change: Change, isLast: boolean) => Position;

export type Batch = {
  changes: Change[];
  positionAt: PositionAt;
  hasMore: boolean;
  /** Whether it is a single change, without its payload because that cannot be read. */
  isBare: boolean;
};

const PAGE = 1000;

export class FeedCursor {
  #epoch = "";
  #position: Position | null = null;
  #unread = new UnreadCounts();
  readonly #size = new PageSize(PAGE);
  readonly #offsets: Offsets;
  /** Offsets of the present epoch: several connections are sent the same position. */
  #sealed = new WeakMap<Position, string>();

  constructor(offsets: Offsets) {
    this.#offsets = offsets;
  }

  get epoch(): string {
    return this.#epoch;
  }

  /** Up to where changes have been read. Throws before the feed was opened. */
  get position(): Position {
    if (!this.#position) throw new Error("The feed has not been opened");
    return this.#position;
  }

  /** The opaque offset of a position in this database's feed. */
  offset(position: Position = this.position): string {
    const known = this.#sealed.get(position);
    if (known) return known;
    const offset = this.#offsets.seal(this.#epoch, position);
    this.#sealed.set(position, offset);
    return offset;
  }

  /**
   * Opens the feed on a new connection: at the present the first time, later where reading on is
   * safe. `lost` is why that was not possible, so that it starts at the present again.
   */
  async open(connection: LimitedConnection): Promise<{ lost: string | null; isRewound: boolean }> {
    const { epoch, now } = await connection.ask(openFeed);
    const before = this.#position ?? { base: now };
    const { lost, position } = this.#position
      ? await connection.ask((sql) => resume(sql, this.#epoch, before))
      : { lost: null, position: before };
    this.#epoch = epoch;
    this.#sealed = new WeakMap();
    this.#position = position ?? { base: now };
    return { lost, isRewound: lost === null && position !== before };
  }

  /** Reads the next page and moves behind it; after a failure it is smaller. */
  async read(connection: LimitedConnection, recipients: number[]): Promise<Batch> {
    const { base, upper, after } = this.position;
    if (!upper) this.#unread = new UnreadCounts();
    const { bounds } = this.#size;
    const series = { base, upper, after, counted: this.#unread.counted, ...bounds };
    const page = await connection.ask((sql) => readPage(sql, series, recipients))
      .catch((error) => {
        this.#size.failed();
        throw error;
      });
    // Behind a new connection there may be another server.
    if (!page.opened) throw new Error("The connection was replaced");
    this.#size.succeeded();
    const { changes, hasMore } = page;
    this.#unread.fill(changes);
    const end: Position = { base: page.upper };
    const positionAt = ({ xid, id }: Change, isLast: boolean): Position =>
      isLast && !hasMore ? end : { base, upper: page.upper, after: { xid, id } };
    const last = changes.at(-1);
    this.#position = last ? positionAt(last, true) : end;
    return { changes, positionAt, hasMore, isBare: bounds.isBare };
  }
}
