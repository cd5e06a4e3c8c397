import type { ComponentChildren } from "preact";

export type LayoutConfig = { skipInheritedLayouts?: boolean; skipAppWrapper?: boolean };
/** `routeOverride` replaces the pattern made from the file's name. */
export type RouteConfig = LayoutConfig & { routeOverride?: string };

export type Soon<T> = T | Promise<T>;
export type Rendered = Soon<ComponentChildren | Response>;
/** A page, layout or app wrapper of which the types of data and state are not known. */
export type AnyPage = (props: never) => Rendered;

/** What pages are given of their request. */
export type Scope = {
  url: URL;
  req: Request;
  params: Record<string, string>;
  info: Deno.ServeHandlerInfo;
  state: unknown;
  route: string | null;
  error: unknown;
  data: unknown;
};
