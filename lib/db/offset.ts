/**
 * A position in the feed is a Postgres snapshot: everything visible in it has been delivered.
 * Within a series (what became visible between the snapshots `base` and `upper`), changes go
 * out in the order (xid, id), and `after` is the last one delivered.
 */
import type { Queries } from "./pool.ts";

export type Mark = { xid: string; id: string };
export type Position =
  | { base: string; upper?: undefined; after?: undefined }
  | { base: string; upper: string; after: Mark };

const SNAPSHOT = /^\d{1,20}:\d{1,20}:(\d{1,20}(,\d{1,20})*)?$/;

/** The opaque text that clients hold; `epoch` is the feed epoch with the number of its crashes. */
export function formatOffset(epoch: string, position: Position): string {
  const { base, upper, after } = position;
  return [epoch, base, ...(upper ? [upper, after.xid, after.id] : [])].join("/");
}

/** The reverse of `formatOffset`; null for what cannot have come from it. */
export function parseOffset(offset: unknown): { epoch: string; position: Position } | null {
  if (typeof offset !== "string" || offset.length > 50_000) return null;
  const [epoch, base, upper, xid, id, ...rest] = offset.split("/");
  if (!base || !SNAPSHOT.test(base) || rest.length) return null;
  if (upper === undefined) return { epoch, position: { base } };
  if (!SNAPSHOT.test(upper) || !isNumber(xid) || !isNumber(id)) return null;
  return { epoch, position: { base, upper, after: { xid, id } } };
}

/** Whether it is a count that Postgres can hold in 64 bits. */
function isNumber(text = ""): boolean {
  return /^\d{1,19}$/.test(text) && BigInt(text) < 2n ** 63n;
}

/**
 * The present offset. To be read before the lists that a page shows, so that what is committed later
 * is replayed when the page connects.
 */
export async function currentOffset(sql: Queries): Promise<string> {
  const [{ epoch, base }] = await sql<{ epoch: string; base: string }[]>`
    select private.feed_epoch() as epoch,
      pg_current_snapshot()::text as base`;
  return formatOffset(epoch, { base });
}
