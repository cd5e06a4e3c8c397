import { PAGE_USER_FIELD } from "../../contract/page_user.ts";

/** What stands in a form, by the names of its fields; the last of each name. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  const data = new FormData(form);
  data.delete(PAGE_USER_FIELD);
  return Object.fromEntries([...data].map(([name, value]) => [name, `${value}`]));
}

/** Whether nobody has put the focus anywhere: it is nowhere, or where a script parked it. */
export function isFocusParked(): boolean {
  return document.activeElement?.matches("body, [data-parked]") ?? true;
}

/** Puts the focus to an element that a person may well leave at once. */
export function parkFocus(element: HTMLElement | null | undefined): void {
  if (!element) return;
  element.dataset.parked = "";
  element.addEventListener("blur", () => delete element.dataset.parked, { once: true });
  element.focus({ preventScroll: true });
}
