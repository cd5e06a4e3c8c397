/** How far somebody had scrolled in a list, kept with its page in the history. */
import { beforeLoss } from "../connection/status.ts";
import type { Position } from "../store/orders.ts";

/** A row's position in its list, and how far below the top of the screen it stood (pixels). */
export type Scroll = Position & { top: number };

/**
 * Keeps it whenever a link leads away from the page, by the row that has the link, and when the page is
 * loaded again; else by the first row in sight. `get` finds one of the rows, whose elements have its id
 * as `data-id`. Returns what ends this.
 */
export function keepScroll(
  list: Element,
  get: (id: number) => Position | undefined,
): () => void {
  const keep = (link: Element | null) => {
    const rows = [...list.querySelectorAll<HTMLElement>("[data-id]")];
    const kept = rows.find((row) => row.contains(link)) ??
      rows.find((row) => row.getBoundingClientRect().top > 0);
    const row = get(Number(kept?.dataset.id));
    if (!kept || !row) return;
    const { id, created_at } = row;
    const scroll: Scroll = { id, created_at, top: kept.getBoundingClientRect().top };
    history.replaceState({ ...history.state, scroll }, "");
    history.scrollRestoration = "manual";
  };
  const follow = (event: MouseEvent) => {
    const link = (event.target as Element).closest("a");
    if (!link || link.target || event.metaKey || event.ctrlKey || event.shiftKey) return;
    keep(link);
  };
  addEventListener("click", follow);
  const unsubscribe = beforeLoss(() => scrollY > 0 && keep(null));
  return () => {
    removeEventListener("click", follow);
    unsubscribe();
  };
}

/** How far this page was scrolled before somebody came back to it; once. */
export function takeScroll(): Scroll | null {
  const { scroll = null, ...others } = history.state ?? {};
  if (!scroll) return null;
  history.replaceState(others, "");
  return scroll;
}

/** Puts a row's element where it stood, and the focus on its link. */
export function restoreScroll(row: Element, { top }: Scroll): void {
  scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
  row.querySelector("a")?.focus({ preventScroll: true });
}
