/** Where somebody left a list, kept with its page in the history. */
import type { Row } from "../store/live_list.ts";
import { settle } from "./motion.ts";

/** A row, and how far below the top of the window it stood (pixels). */
export interface Place extends Row {
  top: number;
}

/**
 * Keeps the place whenever a link leads away from the page: the row that has the link, or the first
 * one in sight. `get` finds one of the rows, whose elements have its id as `data-id`.
 */
export function watchLeaving(list: Element, get: (id: number) => Row | undefined): () => void {
  const keep = (event: MouseEvent) => {
    const link = (event.target as Element).closest("a");
    if (!link || link.target || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const rows = [...list.querySelectorAll<HTMLElement>("[data-id]")];
    const left = rows.find((row) => row.contains(link)) ??
      rows.find((row) => row.getBoundingClientRect().top > 0);
    const row = get(Number(left?.dataset.id));
    if (!left || !row) return;
    const { id, created_at } = row;
    const place: Place = { id, created_at, top: left.getBoundingClientRect().top };
    history.replaceState({ ...history.state, place }, "");
    history.scrollRestoration = "manual";
  };
  addEventListener("click", keep);
  return () => removeEventListener("click", keep);
}

/** The place at which this page was left before somebody came back to it; once. */
export function takePlace(): Place | null {
  const { place = null, ...others } = history.state ?? {};
  if (!place) return null;
  history.replaceState(others, "");
  return place;
}

/** Puts a row's element where it stood, and the focus on its link. */
export function returnTo(row: Element, { top }: Place): void {
  settle();
  scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
  row.querySelector("a")?.focus({ preventScroll: true });
}
