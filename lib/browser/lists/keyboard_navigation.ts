/** Keys for a list of notifications, where one of its rows has the focus. */

const STEPS: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Arrows, `j` and `k` go from row to row; `u` marks one as read or unread. */
export function navigateRows(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const row = (event.target as Element).closest(".notification");
  if (!row) return;
  if (event.key === "u") row.querySelector<HTMLElement>(".notification-mark button")?.click();
  else if (!focusFrom(row, STEPS[event.key])) return;
  event.preventDefault();
}

/** Puts the focus on the next row, or the one before, if there is any. */
export function focusNeighbour(row: Element): boolean {
  return focusFrom(row, 1) || focusFrom(row, -1);
}

function focusFrom(row: Element, step: number | undefined): boolean {
  const list = row.closest(".rows");
  if (!list || !step) return false;
  const rows = [...list.querySelectorAll(".notification")];
  const next = rows[rows.indexOf(row) + step]?.querySelector<HTMLElement>(".notification-body");
  next?.focus();
  return next !== undefined;
}
