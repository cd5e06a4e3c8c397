/** The connections of this process, by user; each is told its user's changes, in order, once. */
import type { Position } from "../db/offset.ts";
import { toEvents } from "./events.ts";
import type { Change } from "./feed.ts";
import type { Connection } from "./connection.ts";
import type { Audience } from "./hub.ts";

export class Rooms implements Audience {
  readonly #rooms = new Map<number, Set<Connection>>();

  add(connection: Connection): void {
    const room = this.#rooms.get(connection.userId) ?? new Set();
    this.#rooms.set(connection.userId, room.add(connection));
  }

  remove(connection: Connection): void {
    const room = this.#rooms.get(connection.userId);
    room?.delete(connection);
    if (room?.size === 0) this.#rooms.delete(connection.userId);
  }

  /** How many connections are open. */
  get size(): number {
    return this.#rooms.values().reduce((sum, room) => sum + room.size, 0);
  }

  recipients(): number[] {
    return [...this.#rooms.keys()];
  }

  deliver(changes: Change[], positionAt: (change: Change, last: boolean) => Position): void {
    for (const [recipient, own] of Map.groupBy(changes, ({ recipient_id }) => recipient_id)) {
      if (recipient === null) this.#tellTruncated(own);
      else this.#tell(recipient, own, positionAt);
    }
  }

  /** Connections whose session may be gone come back, if they may. */
  #tellTruncated(changes: Change[]): void {
    const sessionsToo = changes.some(({ topic }) => topic === "sessions");
    if (!sessionsToo) return this.resync("truncated");
    for (const room of [...this.#rooms.values()]) {
      for (const connection of [...room]) connection.cut();
    }
  }

  goBack(): void {
    for (const room of this.#rooms.values()) room.forEach((connection) => connection.goBack());
  }

  resync(reason: string): void {
    for (const room of this.#rooms.values()) {
      for (const connection of room) connection.resync(reason);
    }
  }

  keepUp(isReading: boolean): void {
    for (const room of this.#rooms.values()) {
      for (const connection of room) connection.keepUp(isReading);
    }
  }

  #tell(
    userId: number,
    changes: Change[],
    positionAt: (change: Change, last: boolean) => Position,
  ): void {
    const room = this.#rooms.get(userId);
    if (!room) return;
    for (const { topic, row_id } of changes) {
      if (topic === "session") room.forEach((connection) => connection.endSession(row_id!));
    }
    const events = toEvents(changes);
    const told = events.map((event, index) => ({
      ...event,
      position: positionAt(event.last, index === events.length - 1),
    }));
    for (const connection of room) connection.tell(told);
  }
}
