/**
 * The connection of one browser tab or program. Usually the hub delivers its events as they are
 * committed. While it replays (it came with an offset, or its client takes events more slowly than
 * they come) it reads the change feed itself, at its client's pace, up to where the hub stands. So
 * memory stays bounded, and order and completeness do not depend on speed.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Server, Socket } from "socket.io";
import type { ClientEvents, ServerEvents } from "../contract/events.ts";
import type { Identity } from "../contract/users.ts";
import type { Offsets, Position } from "../db/offset.ts";
import type { Log } from "../log.ts";
import { type FeedEvent, toEvents } from "./events.ts";
import { type Change, hasPayload, type Series, UnreadCounts } from "./change_feed.ts";
import type { Hub } from "./hub.ts";
import { PageSize } from "./page_size.ts";
import type { ReplayReader } from "./replay_reader.ts";
import { type Skips, UNDELIVERABLE } from "./skips.ts";

type NoEvents = Record<never, never>;
/** What the handshake leaves with a socket. */
type SocketData = { identity: Identity };
export type IoServer = Server<ClientEvents, ServerEvents, NoEvents, SocketData>;
export type ClientSocket = Socket<ClientEvents, ServerEvents, NoEvents, SocketData>;

/** An event, and where in the feed a connection stands that was sent it. */
export type Delivery = FeedEvent & { position: Position };

export type Feed = { hub: Hub; replays: ReplayReader; offsets: Offsets; log: Log; skips: Skips };

const MOST_BACKLOG_PACKETS = 2000;
const MOST_BACKLOG_BYTES = 2 ** 21;
const REPLAY_PAGE = 200;
const DRAIN_TIMEOUT_MS = 10_000;

export class Connection {
  readonly userId: number;
  readonly #sessionId: number;
  readonly #socket: ClientSocket;
  readonly #feed: Feed;
  #position: Position;
  #isReplaying = true;
  /** Whether the hub delivered something during the present replay. */
  #hasMissed = false;

  constructor(
    socket: ClientSocket,
    identity: { userId: number; sessionId: number },
    feed: Feed,
  ) {
    this.userId = identity.userId;
    this.#sessionId = identity.sessionId;
    this.#socket = socket;
    this.#feed = feed;
    this.#position = feed.hub.cursor.position;
  }

  /**
   * Sends what was committed since `offset`, or without it since the connection was made, then
   * `ready`. To be called once the connection is registered.
   */
  async start(offset: unknown): Promise<void> {
    if (offset) await this.#resumeFrom(offset);
    await this.#replay();
  }

  /** Sends `delayed` or `ready`; during a replay it does nothing, since the replay ends with it. */
  publishDelayed(isDelayed: boolean): void {
    if (this.#isReplaying || !this.isConnected) return;
    this.#socket.emit(isDelayed ? "delayed" : "ready", { user_id: this.userId }, this.offset);
  }

  async #resumeFrom(offset: unknown): Promise<void> {
    const from = this.#feed.offsets.open(offset);
    const resumed = from
      ? await this.#feed.replays.resume(this, from)
      : { lost: "unknown_offset" } as const;
    if (resumed.lost === null) this.#position = resumed.position;
    else this.#socket.emit("resync", { reason: resumed.lost }, this.offset);
  }

  /** The opaque offset of the newest event that was sent. */
  get offset(): string {
    return this.#feed.hub.cursor.offset(this.#position);
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  deliver(events: Delivery[]): void {
    if (this.#isReplaying) {
      this.#hasMissed = true;
      return;
    }
    for (const event of events) {
      if (this.#hasBacklog()) return this.#startReplay();
      this.#send(event);
    }
  }

  /** The hub could not read a change of its user; one that replays finds that out by itself. */
  skip(): void {
    if (this.#isReplaying) this.#hasMissed = true;
    else this.resync(UNDELIVERABLE);
  }

  resync(reason: string): void {
    this.#position = this.#feed.hub.cursor.position;
    this.#socket.emit("resync", { reason }, this.offset);
  }

  /** Follows the hub. A connection that replays ends; its client comes back with its offset. */
  rewind(): void {
    if (this.#isReplaying) this.terminate();
    else this.#position = this.#feed.hub.cursor.position;
  }

  endSession(sessionId: number): void {
    if (sessionId === this.#sessionId) this.#socket.disconnect(true);
  }

  #send({ event, payload, position, last }: Delivery): void {
    const emit = this.#socket.emit.bind(this.#socket) as (...values: unknown[]) => void;
    try {
      emit(event, payload, this.#feed.hub.cursor.offset(position));
    } catch (error) {
      return this.#skip(last, position, error);
    }
    this.#position = position;
  }

  #skip(change: Change, position: Position, error?: unknown): void {
    this.#feed.skips.note(change, error);
    this.#position = position;
    this.#socket.emit("resync", { reason: UNDELIVERABLE }, this.offset);
  }

  #startReplay(): void {
    this.#isReplaying = true;
    this.#replay().catch((error) => this.terminate(error));
  }

  /**
   * Ends the transport without a closing handshake, so that the client takes it for a lost
   * connection and comes back with its offset. A client that reads nothing would never take part
   * in a closing handshake, so the socket below engine.io is destroyed as well.
   */
  terminate(reason?: unknown): void {
    if (reason) {
      this.#feed.log.info(
        { err: reason, user: this.userId },
        "terminated, the client may reconnect",
      );
    }
    const { transport } = this.#socket.conn as unknown as {
      transport: { socket?: { terminate?(): void } };
    };
    this.#socket.conn.close(true);
    transport.socket?.terminate?.();
  }

  /** Sends the events up to where the hub stands, then `ready`. */
  async #replay(): Promise<void> {
    const { hub } = this.#feed;
    do {
      await hub.settled();
      this.#hasMissed = false;
      await this.#replayTo(hub.cursor.position);
    } while (this.#hasMissed && this.isConnected);
    this.#isReplaying = false;
    this.publishDelayed(hub.isDelayed);
  }

  /** From a position within a series: to its end, then up to `target`'s base, then into it. */
  async #replayTo(target: Position): Promise<void> {
    const { base, upper, after } = this.#position;
    const same = base === target.base && upper === target.upper;
    if (upper && !same) {
      await this.#replaySeries({ base, upper, after });
      this.#position = { base: upper };
    }
    if (!same && this.#position.base !== target.base) {
      await this.#replaySeries({ base: this.#position.base, upper: target.base });
      this.#position = { base: target.base };
    }
    if (target.upper) {
      const { base, upper, after: until } = target;
      await this.#replaySeries({ base, upper, after: this.#position.after, until });
      this.#position = target;
    }
  }

  async #replaySeries(series: Omit<Series, "limit"> & { upper: string }): Promise<void> {
    const { base, upper } = series;
    const unread = new UnreadCounts();
    const size = new PageSize(REPLAY_PAGE);
    for (let { after } = series, more = true; more && this.isConnected;) {
      await this.#drain();
      const { bounds } = size;
      const page = { ...series, after, counted: unread.counted, ...bounds };
      const read = await this.#feed.replays.readPage(this, page).catch((error) => {
        if (!size.failed() || !this.isConnected) throw error;
      });
      if (!read) continue;
      size.succeeded();
      const { changes, hasMore } = read;
      unread.fill(changes);
      more = hasMore;
      const positionAt = ({ xid, id }: Change): Position => ({ base, upper, after: { xid, id } });
      const skipped = bounds.isBare ? changes.find(hasPayload) : undefined;
      if (skipped) this.#skip(skipped, positionAt(skipped));
      else {
        for (const event of toEvents(changes)) {
          this.#send({ ...event, position: positionAt(event.last) });
        }
      }
      after = changes.at(-1);
    }
  }

  #hasBacklog(): boolean {
    const backlog = this.#backlog();
    if (backlog.length > MOST_BACKLOG_PACKETS) return true;
    let bytes = 0;
    for (const { data } of backlog) bytes += data?.length ?? 0;
    return bytes > MOST_BACKLOG_BYTES;
  }

  /** engine.io's packets that its transport has not taken yet. */
  #backlog(): { data?: { length?: number } }[] {
    return (this.#socket.conn as unknown as { writeBuffer: { data?: { length?: number } }[] })
      .writeBuffer;
  }

  /** Resolves when the transport has taken the backlog; rejects when that takes too long. */
  async #drain(): Promise<void> {
    const end = performance.now() + DRAIN_TIMEOUT_MS;
    for (let ms = 1; this.isConnected; ms = Math.min(ms * 2, 50)) {
      if (this.#backlog().length === 0 && this.#socket.conn.transport.writable) return;
      if (performance.now() > end) throw new Error("The client takes no events");
      await delay(ms);
    }
  }
}
