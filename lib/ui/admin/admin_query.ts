/** Which researchers the page for admins shows, as its address says. */
import { type ReviewState, reviewState } from "../../contract/admin.ts";
import { pathWith } from "../paths.ts";

/** `page` counts from 1. */
export type AdminQuery = { state: ReviewState; search: string; page: number };

/** How many researchers a page shows. */
export const SHOWN = 50;

const MOST_PAGES = 20_000;

/** The query of an address. Values that make no sense are left out. */
export function readAdminQuery(params: URLSearchParams): AdminQuery {
  const page = Number(params.get("page"));
  return {
    state: reviewState.catch("waiting").parse(params.get("state")),
    search: (params.get("search") ?? "").trim().slice(0, 200).toWellFormed().replaceAll("\0", ""),
    page: Number.isInteger(page) && page > 1 && page <= MOST_PAGES ? page : 1,
  };
}

/** The address of the researchers that `query` chooses. */
export function adminPath({ state, search, page }: AdminQuery): string {
  const named = state === "waiting" ? "" : state;
  return pathWith("/admin", { state: named, search, page: page > 1 ? `${page}` : "" });
}
