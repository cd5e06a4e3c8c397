/** Addresses of pages, the same on the server and in the browser. */

/** What stands after the `?` of an address. */
export type Query = Record<string, string>;

const BASE = "http://liaison.invalid";

/** The page of a request. */
export function requestPath(id: number): string {
  return `/requests/${id}`;
}

/** The page of a meeting. */
export function meetingPath(id: number): string {
  return `/meetings/${id}`;
}

/** The page that schedules a meeting with a person. */
export function newMeetingPath(personId: number): string {
  return `/meetings/new?with=${personId}`;
}

/** Opens a notification: marks it as read and leads to what it is about. */
export function notificationPath(id: number): string {
  return `/notifications/${id}`;
}

/** The page that asks a researcher for a meeting. */
export function askPath(expertId: number): string {
  return `/experts/${expertId}/request`;
}

/** The sign-in page, which leads back to `path`. */
export function loginPath(path: string): string {
  return `/login?next=${encodeURIComponent(path)}`;
}

/**
 * `next` if it is a path of this site (query and fragment included), else `/dashboard`. What a
 * browser would take for another host (`//evil`, `/\evil`, with tabs in between) is not.
 */
export function ownPath(next: string | null | undefined): string {
  if (!next?.startsWith("/") || !URL.canParse(next, BASE)) return "/dashboard";
  const { origin, pathname, search, hash } = new URL(next, BASE);
  if (origin !== BASE || pathname.startsWith("//")) return "/dashboard";
  return pathname + search + hash;
}

/** The host that a link leads to, such as `meet.example.org`; letters of other scripts as `xn--…`. */
export function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host : link;
}

/**
 * `/experts` with `{search: "lung", page: ""}` → `/experts?search=lung`: empty values are left out.
 */
export function pathWith(path: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== "");
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

/** The values of the names in `preset`; those of `preset` where the address has none. */
export function queryOf<T extends Query>(params: URLSearchParams, preset: T): T {
  const values = Object.entries(preset).map(([name, value]) => [name, params.get(name) ?? value]);
  return Object.fromEntries(values) as T;
}
