/**
 * One browser tab or program. Normally it is told by the hub as things happen. While it lags (it
 * has just come with an offset, or its reader is slower than its changes) it reads the feed by
 * itself, at its own pace, until it stands where the hub stands: memory stays bounded, order and
 * completeness do not depend on speed.
 */
import type { Server, Socket } from "socket.io";
import type { ClientEvents, ServerEvents } from "../contract/events.ts";
import { parseOffset, type Position } from "../db/offset.ts";
import type { Sql } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { type FeedEvent, toEvents } from "./events.ts";
import { type Change, readReplay, resume, type Series, UnreadCounts } from "./feed.ts";
import type { Hub } from "./hub.ts";

type NoEvents = Record<never, never>;
export type LiveServer = Server<ClientEvents, ServerEvents, NoEvents>;
export type LiveSocket = Socket<ClientEvents, ServerEvents, NoEvents>;

/** An event with where a connection stands that has been told it. */
export type Told = FeedEvent & { position: Position };

export type Feed = { hub: Hub; sql: Sql; log: Log };

const MOST_WAITING_PACKETS = 2000;
const MOST_WAITING_BYTES = 2 ** 21;
const REPLAY_PAGE = 200;
const PATIENCE_MS = 10_000;

export class Connection {
  readonly userId: number;
  readonly #sessionId: number;
  readonly #socket: LiveSocket;
  readonly #feed: Feed;
  #position: Position;
  #lagging = true;
  #missed = false;

  constructor(
    socket: LiveSocket,
    identity: { userId: number; sessionId: number },
    feed: Feed,
  ) {
    this.userId = identity.userId;
    this.#sessionId = identity.sessionId;
    this.#socket = socket;
    this.#feed = feed;
    this.#position = feed.hub.position;
  }

  /**
   * Sends what was missed since `offset`, or without it since the connection was made, then
   * `ready`. To be called once the connection is in its room.
   */
  async begin(offset: unknown): Promise<void> {
    if (offset) await this.#goOnFrom(offset);
    await this.#catchUp();
    this.keepUp(this.#feed.hub.saidReading);
  }

  /** Says whether what it has been told is all there is. While it lags, its end says so. */
  keepUp(isReading: boolean): void {
    if (this.#lagging || !this.#socket.connected) return;
    this.#socket.emit(isReading ? "ready" : "delayed", { user_id: this.userId }, this.offset);
  }

  async #goOnFrom(offset: unknown): Promise<void> {
    const unknown = { lost: "unknown_offset" } as const;
    const from = parseOffset(offset);
    const resumed = from
      ? await resume(this.#feed.sql, from.life, from.position).catch(() => unknown)
      : unknown;
    if (resumed.lost === null) this.#position = resumed.position;
    else this.#socket.emit("resync", { reason: resumed.lost }, this.offset);
  }

  /** The opaque offset of what this connection has been told. */
  get offset(): string {
    return this.#feed.hub.offset(this.#position);
  }

  tell(events: Told[]): void {
    if (this.#lagging) {
      this.#missed = true;
      return;
    }
    for (const event of events) {
      if (this.#isBacklogged()) return this.#fallBack();
      this.#send(event);
    }
  }

  resync(reason: string): void {
    this.#position = this.#feed.hub.position;
    this.#socket.emit("resync", { reason }, this.offset);
  }

  /** Follows the hub back; a connection that reads by itself comes back anew, with its offset. */
  goBack(): void {
    if (this.#lagging) this.cut();
    else this.#position = this.#feed.hub.position;
  }

  endSession(sessionId: number): void {
    if (sessionId === this.#sessionId) this.#socket.disconnect(true);
  }

  #send({ event, payload, position }: Told): void {
    const emit = this.#socket.emit.bind(this.#socket) as (...values: unknown[]) => void;
    emit(event, payload, this.#feed.hub.offset(position));
    this.#position = position;
  }

  #fallBack(): void {
    this.#lagging = true;
    this.#catchUp().then(() => this.keepUp(this.#feed.hub.saidReading)).catch((error) => {
      this.#feed.log.info({ err: error, user: this.userId }, "connection cut, it may come back");
      this.cut();
    });
  }

  /**
   * Ends the transport without a goodbye: the client sees a lost connection and comes back with
   * its offset. A reader that reads nothing would never take the goodbye, so the socket below
   * engine.io is destroyed as well.
   */
  cut(): void {
    const { transport } = this.#socket.conn as unknown as {
      transport: { socket?: { terminate?(): void } };
    };
    this.#socket.conn.close(true);
    transport.socket?.terminate?.();
  }

  async #catchUp(): Promise<void> {
    const { hub } = this.#feed;
    do {
      await hub.settled();
      this.#missed = false;
      await this.#replayTo(hub.position);
    } while (this.#missed && this.#socket.connected);
    this.#lagging = false;
  }

  /** From a position within a series: to its end, then all up to `target`'s base, then into it. */
  async #replayTo(target: Position): Promise<void> {
    const { base, upper, after } = this.#position;
    const same = base === target.base && upper === target.upper;
    if (upper && !same) {
      await this.#replay({ base, upper, after });
      this.#position = { base: upper };
    }
    if (!same && this.#position.base !== target.base) {
      await this.#replay({ base: this.#position.base, upper: target.base });
      this.#position = { base: target.base };
    }
    if (target.upper) {
      const { base, upper, after: until } = target;
      await this.#replay({ base, upper, after: this.#position.after, until });
      this.#position = target;
    }
  }

  async #replay(series: Omit<Series, "limit"> & { upper: string }): Promise<void> {
    const { base, upper } = series;
    const unread = new UnreadCounts();
    for (let { after } = series, more = true; more && this.#socket.connected;) {
      await this.#drained();
      const page = { ...series, after, counted: unread.counted, limit: REPLAY_PAGE };
      const { changes } = await readReplay(this.#feed.sql, page, this.userId);
      unread.fill(changes);
      more = changes.length === REPLAY_PAGE;
      const positionAt = ({ xid, id }: Change): Position => ({ base, upper, after: { xid, id } });
      for (const event of toEvents(changes)) {
        this.#send({ ...event, position: positionAt(event.last) });
      }
      after = changes.at(-1);
    }
  }

  #isBacklogged(): boolean {
    const waiting = this.#waiting();
    if (waiting.length > MOST_WAITING_PACKETS) return true;
    let bytes = 0;
    for (const { data } of waiting) bytes += data?.length ?? 0;
    return bytes > MOST_WAITING_BYTES;
  }

  /** engine.io's packets that its transport has not taken yet. */
  #waiting(): { data?: { length?: number } }[] {
    return (this.#socket.conn as unknown as { writeBuffer: { data?: { length?: number } }[] })
      .writeBuffer;
  }

  /** Resolves when the reader has taken all; rejects when it takes nothing for too long. */
  async #drained(): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (let ms = 1; this.#socket.connected; ms = Math.min(ms * 2, 50)) {
      if (this.#waiting().length === 0 && this.#socket.conn.transport.writable) return;
      if (performance.now() > end) throw new Error("The reader takes nothing");
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }
}
