/** The scroll position of a list, stored in the history of the browser. */
import { beforeLoss } from "../connection/status.ts";
import type { Position } from "../store/orders.ts";

/** A row's position in its list, and its distance from the top of the viewport (pixels). */
export type Scroll = Position & { top: number };

/**
 * Stores the scroll position when a link leads away from the page, and before the page is loaded again:
 * that of the row with the link, or else of the first row in sight. `get` finds a row by the `data-id`
 * of its element. The function returned ends this.
 */
export function keepScroll(
  list: Element,
  get: (id: number) => Position | undefined,
): () => void {
  const keep = (link: Element | null) => {
    const rows = [...list.querySelectorAll<HTMLElement>("[data-id]")];
    const element = rows.find((row) => row.contains(link)) ??
      rows.find((row) => row.getBoundingClientRect().top > 0);
    const row = get(Number(element?.dataset.id));
    if (!element || !row) return;
    const { id, created_at } = row;
    const scroll: Scroll = { id, created_at, top: element.getBoundingClientRect().top };
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

/** Takes the stored scroll position out of the history; null where there is none. */
export function takeScroll(): Scroll | null {
  const { scroll = null, ...others } = history.state ?? {};
  if (!scroll) return null;
  history.replaceState(others, "");
  return scroll;
}

/** Scrolls a row's element to where it stood, and focuses its link. */
export function restoreScroll(row: Element, { top }: Scroll): void {
  scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
  row.querySelector("a")?.focus({ preventScroll: true });
}
