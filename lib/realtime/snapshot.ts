/** What a `pg_snapshot`'s text says: `xmin:xmax:xip,…`. */
export type Snapshot = { xmin: bigint; xmax: bigint; inProgress: string[] };

export function parseSnapshot(text: string): Snapshot {
  const [xmin, xmax, list] = text.split(":");
  return { xmin: BigInt(xmin), xmax: BigInt(xmax), inProgress: list ? list.split(",") : [] };
}
