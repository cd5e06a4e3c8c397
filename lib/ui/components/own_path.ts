const BASE = "http://liaison.invalid";

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

/** The address of the sign-in page that leads back to `path`. */
export function loginPath(path: string): string {
  return `/login?next=${encodeURIComponent(path)}`;
}
