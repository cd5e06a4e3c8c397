/** The number of unread notifications in the page's title and icon. */
import { asset } from "fresh/runtime";

/** `3`, and `99+` for more than that. */
export function badgeText(count: number): string {
  return count > 99 ? "99+" : `${count}`;
}

/** `(3) Notifications · Liaison`, and a dot on the icon. */
export function showUnread(count: number): void {
  const title = document.title.replace(/^\(\d+\+?\) /, "");
  document.title = count > 0 ? `(${badgeText(count)}) ${title}` : title;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const href = asset(count > 0 ? "/favicon-unread.svg" : "/favicon.svg");
  if (icon && icon.getAttribute("href") !== href) icon.href = href;
}
