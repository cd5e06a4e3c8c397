/**
 * A position in the feed is a Postgres snapshot: everything visible in it has been delivered.
 * Within a series (what became visible between the snapshots `base` and `upper`), changes go
 * out in the order (xid, id), and `after` is the last one delivered.
 */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

export type Mark = { xid: string; id: string };
export type Position =
  | { base: string; upper?: undefined; after?: undefined }
  | { base: string; upper: string; after: Mark };

/** `epoch` is the feed epoch with the number of its crashes. */
export type Opened = { epoch: string; position: Position };

const MOST_IN_PROGRESS = 200;
/** An offset with the most transactions in progress has about 6,000 characters. */
const MOST_CHARACTERS = 10_000;
const SEAL_BYTES = 16;

/**
 * Makes and reads the opaque texts that clients hold. They are sealed with a key from the server's
 * secret, so that a client can come back only to a position that Postgres once returned.
 */
export class Offsets {
  readonly #key: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#key = createHmac("sha256", secret).update("offsets of the change feed").digest();
  }

  /** The offset of a position, or of an older one where the position is too large to be handed out. */
  seal(epoch: string, position: Position): string {
    const { base, upper, after } = bounded(position);
    const text = [epoch, base, ...(upper ? [upper, after.xid, after.id] : [])].join("/");
    const content = Buffer.from(text).toString("base64url");
    return `${content}.${this.#sealOf(content).toString("base64url")}`;
  }

  /** The reverse of `seal`; null for what was not sealed with this key. */
  open(offset: unknown): Opened | null {
    if (typeof offset !== "string" || offset.length > MOST_CHARACTERS) return null;
    const [content, seal = ""] = offset.split(".");
    const given = Buffer.from(seal, "base64url");
    if (given.length !== SEAL_BYTES || !timingSafeEqual(given, this.#sealOf(content))) return null;
    const [epoch, base, upper, xid, id] = Buffer.from(content, "base64url").toString().split("/");
    if (!upper) return { epoch, position: { base } };
    return { epoch, position: { base, upper, after: { xid, id } } };
  }

  #sealOf(content: string): Buffer {
    return createHmac("sha256", this.#key).update(content).digest().subarray(0, SEAL_BYTES);
  }
}

/**
 * The position itself, unless it lists more than 200 transactions in progress. Then it is the
 * start of its series or, where that lists too many as well, the oldest transaction in progress.
 */
function bounded(position: Position): Position {
  const { base, upper = "" } = position;
  if (inProgress(base) + inProgress(upper) <= MOST_IN_PROGRESS) return position;
  if (inProgress(base) <= MOST_IN_PROGRESS) return { base };
  const [oldest] = base.split(":", 1);
  return { base: `${oldest}:${oldest}:` };
}

/** How many transactions the text of a snapshot lists. */
function inProgress(snapshot: string): number {
  const [, , list] = snapshot.split(":");
  return list ? list.split(",").length : 0;
}
