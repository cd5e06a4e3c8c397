/** Which requests the patient's dashboard shows, as its address says. */
import type { RequestCounts, RequestStatus } from "../../contract/meetings.ts";
import { STATUS_WORDS } from "../components/words.ts";
import { pathWith, queryOf } from "../paths.ts";

/** An empty `status` is all of them; an empty `shown` is the first hundred. */
export type SentQuery = { status: RequestStatus | ""; shown: string };

/** How many more requests “Show more” shows. */
export const STEP = 100;

/** The most requests in a page from the server. The browser loads more. */
const MOST = 500;

/** The query of an address. Values that make no sense are left out. */
export function readSentQuery(params: URLSearchParams): SentQuery {
  const { status, shown } = queryOf(params, { status: "", shown: "" });
  return { status: isStatus(status) ? status : "", shown: shownText(Number(shown)) };
}

/** The address of the requests that `query` chooses. */
export function sentPath(query: SentQuery): string {
  return pathWith("/dashboard/patient", query);
}

/** How many requests to show. */
export function shownOf({ shown }: SentQuery): number {
  return Number(shown) || STEP;
}

/** As `query`, but with more requests. */
export function withMore(query: SentQuery): SentQuery {
  return { ...query, shown: `${shownOf(query) + STEP}` };
}

/** How many requests there are of that status; of all, if it is empty. */
export function countOf(counts: RequestCounts, status: SentQuery["status"]): number {
  if (status) return counts[status];
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function isStatus(text: string): text is RequestStatus {
  return Object.hasOwn(STATUS_WORDS, text);
}

function shownText(shown: number): string {
  return Number.isInteger(shown) && shown > STEP ? `${Math.min(shown, MOST)}` : "";
}
