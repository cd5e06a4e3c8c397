/** How far down a person's requests are known: the same for a page's first ones and for later. */
import type { Request, RequestStatus } from "./meetings.ts";

/**
 * Of the requests of that status (of all, if it is empty) the newest are known down to `last`
 * without a gap; all, if that is null.
 */
export type Reach = {
  status: RequestStatus | "";
  last: Pick<Request, "id" | "created_at"> | null;
};

/** The reach of `rows`, which were read with that limit, newest first. */
export function reachOf(
  rows: Request[],
  limit: number,
  status: RequestStatus | "" = "",
): Reach {
  const last = rows.at(-1);
  if (!last || rows.length < limit) return { status, last: null };
  return { status, last: { id: last.id, created_at: last.created_at } };
}
