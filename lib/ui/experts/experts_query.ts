import { pathWith, queryOf } from "../paths.ts";
/** What the Experts page shows, as its address says. */

/** `page` counts from 1; empty is the first. */
export type ExpertsQuery = { search: string; specialty: string; page: string };

/** How many researchers a page has: full rows of one, two or three. */
export const PER_PAGE = 24;

const MOST_PAGES = 9_999;

/** The query of an address. Values that make no sense are left out. */
export function readExpertsQuery(params: URLSearchParams): ExpertsQuery {
  const { search, specialty, page } = queryOf(params, { search: "", specialty: "", page: "" });
  return { search: plain(search), specialty: plain(specialty), page: pageText(Number(page)) };
}

/** The address of what `query` finds. */
export function expertsPath(query: ExpertsQuery): string {
  return pathWith("/experts", query);
}

/** `1` → ``, `2` → `2` */
export function pageText(page: number): string {
  return Number.isInteger(page) && page > 1 && page <= MOST_PAGES ? `${page}` : "";
}

/** The number of the page. */
export function pageOf({ page }: ExpertsQuery): number {
  return Number(page) || 1;
}

/** Which rows the page has, for a call. */
export function rowsOf(query: ExpertsQuery): { limit: number; offset: number } {
  return { limit: PER_PAGE, offset: (pageOf(query) - 1) * PER_PAGE };
}

/** `text` as the database can search for it. */
function plain(text: string): string {
  return text.replaceAll("\0", "").toWellFormed().trim().slice(0, 200).toWellFormed();
}
