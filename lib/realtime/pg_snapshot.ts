/** What a `pg_snapshot` consists of; its text is `xmin:xmax:xip,…`. */
export type PgSnapshot = { xmin: bigint; xmax: bigint; inProgress: string[] };

export function parsePgSnapshot(text: string): PgSnapshot {
  const [xmin, xmax, list] = text.split(":");
  return { xmin: BigInt(xmin), xmax: BigInt(xmax), inProgress: list ? list.split(",") : [] };
}
