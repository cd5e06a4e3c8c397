/** Keys for a list of notifications in which a row has the focus. */

const STEPS: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Arrows, `j` and `k` move the focus from row to row; `u` marks a row as read or unread. */
export function navigateRows(event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const row = (event.target as Element).closest(".notification");
  if (!row) return;
  if (event.key === "u") row.querySelector<HTMLElement>(".notification-mark button")?.click();
  else if (!focusFrom(row, STEPS[event.key])) return;
  event.preventDefault();
}

/** Moves the focus to the next row, or else to the one before; whether there is one. */
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
