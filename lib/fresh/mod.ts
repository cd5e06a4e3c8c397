/** `fresh`: routing, middlewares and server rendering. */
export { App } from "./app.ts";
export type { Context } from "./context.ts";
export { csp } from "./csp.ts";
export { HttpError } from "./error.ts";
export { staticFiles } from "./static.ts";
export { createDefine, page } from "./types.ts";
export type { LayoutConfig, RouteConfig } from "./pages.ts";
export type { PageProps } from "./types.ts";
