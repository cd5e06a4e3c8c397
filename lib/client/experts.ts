/** The researchers that a search finds. */
import type { ExpertsPage } from "../contract/users.ts";
import { call } from "./http.ts";

/** How many researchers a page shows. */
export const EXPERTS_SHOWN = 50;

/** The researchers found from `offset` on. Rejects with a CallError, or if `signal` aborts it. */
export function findExperts(
  search: string,
  offset: number,
  signal?: AbortSignal,
): Promise<ExpertsPage> {
  const query = new URLSearchParams({ search, limit: `${EXPERTS_SHOWN}`, offset: `${offset}` });
  return call("GET", `/api/experts?${query}`, { signal });
}
