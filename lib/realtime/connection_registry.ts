/** The connections of this process, by user; each is sent its user's events, in order, once. */
import type { Connection } from "./connection.ts";
import { toEvents } from "./events.ts";
import type { Change } from "./change_feed.ts";
import type { PositionAt } from "./cursor.ts";
import type { Audience } from "./poller.ts";
import type { Skips } from "./skips.ts";

export class ConnectionRegistry implements Audience {
  readonly #byUser = new Map<number, Set<Connection>>();
  readonly #skips: Skips;

  constructor(skips: Skips) {
    this.#skips = skips;
  }

  add(connection: Connection): void {
    const own = this.#byUser.get(connection.userId) ?? new Set();
    this.#byUser.set(connection.userId, own.add(connection));
  }

  remove(connection: Connection): void {
    const own = this.#byUser.get(connection.userId);
    own?.delete(connection);
    if (own?.size === 0) this.#byUser.delete(connection.userId);
  }

  /** How many connections are open. */
  get size(): number {
    return this.#byUser.values().reduce((sum, own) => sum + own.size, 0);
  }

  recipients(): number[] {
    return [...this.#byUser.keys()];
  }

  deliver(changes: Change[], positionAt: PositionAt): void {
    for (const [recipient, own] of Map.groupBy(changes, ({ recipient_id }) => recipient_id)) {
      if (recipient === null) this.#deliverTruncation(own);
      else this.#deliverTo(recipient, own, positionAt);
    }
  }

  skip(change: Change): void {
    this.#skips.note(change);
    forEach(this.#byUser.get(change.recipient_id!) ?? [], (connection) => connection.skip());
  }

  rewind(): void {
    forEach(this.#all(), (connection) => connection.rewind());
  }

  /**
   * What was committed meanwhile is not known, and a session may have ended with it. So all come
   * back to be identified anew, with offsets that are answered with a resync.
   */
  resync(reason: string): void {
    const cause = new Error(`The feed cannot be read on: ${reason}`);
    forEach(this.#all(), (connection) => connection.terminate(cause));
  }

  publishDelayed(isDelayed: boolean): void {
    forEach(this.#all(), (connection) => connection.publishDelayed(isDelayed));
  }

  #all(): Connection[] {
    return [...this.#byUser.values()].flatMap((own) => [...own]);
  }

  /** Where the sessions are gone, clients have to come back and show whether theirs still stands. */
  #deliverTruncation(changes: Change[]): void {
    const areSessionsGone = changes.some(({ topic }) => topic === "sessions");
    forEach(
      this.#all(),
      (connection) => areSessionsGone ? connection.terminate() : connection.resync("truncated"),
    );
  }

  #deliverTo(userId: number, changes: Change[], positionAt: PositionAt): void {
    const own = this.#byUser.get(userId);
    if (!own) return;
    for (const { topic, row_id } of changes) {
      if (topic === "session") forEach(own, (connection) => connection.endSession(row_id!));
    }
    const events = toEvents(changes);
    const deliveries = events.map((event, index) => ({
      ...event,
      position: positionAt(event.last, index === events.length - 1),
    }));
    forEach(own, (connection) => connection.deliver(deliveries));
  }
}

/**
 * Acts on each of the connections as they are now: one may be removed meanwhile. The failure of one
 * ends that one alone; its client comes back with its offset.
 */
function forEach(connections: Iterable<Connection>, act: (connection: Connection) => void): void {
  for (const connection of [...connections]) {
    try {
      act(connection);
    } catch (error) {
      connection.terminate(error);
    }
  }
}
