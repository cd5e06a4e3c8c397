/** The researchers that a search finds. */
import type { ExpertsPage } from "../../contract/users.ts";
import { call } from "./http.ts";

/** What to look for; a specialty counts as a whole. */
export type ExpertsSearch = {
  search: string;
  specialty: string;
  limit: number;
  offset: number;
};

/** A page of researchers. Rejects with a CallError, or if `signal` aborts it. */
export function findExperts(wanted: ExpertsSearch, signal?: AbortSignal): Promise<ExpertsPage> {
  const query = new URLSearchParams({
    ...wanted,
    limit: `${wanted.limit}`,
    offset: `${wanted.offset}`,
  });
  return call("GET", `/api/experts?${query}`, { signal });
}
