/** Down to where requests are known without a gap, by their status. */
import type { Request, RequestStatus } from "../../contract/meetings.ts";
import type { Reach } from "../../contract/reach.ts";
import { newestFirst, type Row } from "./live_list.ts";

/** By status the last row of those that were loaded, or `BOTTOM`. */
export type Floors = Record<RequestStatus, Row>;

/** Above all rows, and below them. */
const TOP: Row = { id: Infinity, created_at: "~" };
const BOTTOM: Row = { id: -Infinity, created_at: "" };

/** Nothing is known. */
export const UNKNOWN: Floors = { pending: TOP, accepted: TOP, rejected: TOP, cancelled: TOP };

export const STATUSES = Object.keys(UNKNOWN) as RequestStatus[];

/** The statuses that one is chosen from, or all of them. */
export function statusesOf(status: RequestStatus | ""): RequestStatus[] {
  return status ? [status] : STATUSES;
}

/** The floors after what `reaches` say has become known too. */
export function lowered(floors: Floors, reaches: Reach[]): Floors {
  const lower = { ...floors };
  for (const { status, last } of reaches) {
    const floor = last ?? BOTTOM;
    for (const each of statusesOf(status)) if (isBelow(floor, lower[each])) lower[each] = floor;
  }
  return lower;
}

/** The last row of those of these statuses that are known without a gap between them. */
export function floorOf(floors: Floors, statuses: RequestStatus[]): Row {
  return statuses.map((status) => floors[status]).sort(newestFirst)[0];
}

/** Whether the server may have older ones of these statuses. */
export function hasOlder(floors: Floors, statuses: RequestStatus[]): boolean {
  return statuses.some((status) => floors[status] !== BOTTOM);
}

/** Those of `rows` that have these statuses and stand above the gaps. */
export function within<T extends Request>(
  rows: T[],
  floors: Floors,
  statuses: RequestStatus[],
): T[] {
  const floor = floorOf(floors, statuses);
  return rows.filter((row) => statuses.includes(row.status) && !isBelow(row, floor));
}

/** Whether the row stands below the floor. */
export function isBelow(row: Row, floor: Row): boolean {
  return newestFirst(row, floor) > 0;
}
