/** `fresh/runtime`: what pages and islands use on both sides. */
import type { ComponentChildren } from "preact";
import { shared, VERSION } from "./shared.ts";

/** True in the browser, false on the server. */
export const IS_BROWSER: boolean = typeof document !== "undefined";

/** `path` of a file in `static/`, with its version, so that browsers may keep it for a year. */
export function asset(path: string): string {
  if (shared.buildId === null || !/^\/(?!\/)/.test(path)) return path;
  const url = new URL(path, "http://localhost");
  url.searchParams.set(VERSION, shared.buildId);
  return url.pathname + url.search + url.hash;
}

/** Puts its children into the document's head, where they replace elements of the same kind. */
export function Head({ children }: { children?: ComponentChildren }): null {
  shared.head?.push(children);
  return null;
}
