import type { Position } from "../db/offset.ts";
import type { Change } from "./change_feed.ts";

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

/** Where in the feed a change stands; `isLast` in its page or its recipient's part of it. */
export type PositionAt = (change: Change, isLast: boolean) => Position;
