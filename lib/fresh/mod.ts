/** `fresh`: routing, middlewares and server rendering. */
export { App } from "./app.ts";
export type { Context, Context as FreshContext } from "./context.ts";
export { HttpError } from "./error.ts";
export { cors, csp, csrf, trailingSlashes } from "./middlewares.ts";
export type { CORSOptions, CSPOptions, CsrfOptions } from "./middlewares.ts";
export { staticFiles } from "./static.ts";
export { createDefine, page } from "./types.ts";
export type { Define, LayoutConfig, Method, PageProps, PageResponse } from "./types.ts";
export type { HandlerByMethod, HandlerFn, RouteData, RouteHandler } from "./types.ts";
export type { Middleware, MiddlewareFn, RouteConfig } from "./types.ts";
