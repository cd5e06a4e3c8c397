/** The conventions of the files in `routes/`. */
import { basename, dirname } from "node:path";
import type { Assembly, Run } from "./assembly.ts";
import type { Context } from "./context.ts";
import { statusOf } from "./error.ts";
import type { AnyPage, RouteConfig } from "./pages.ts";
import { element } from "./shell.ts";
import type { RouteFile } from "./snapshot.ts";
import type { HandlerByMethod, HandlerFn, MiddlewareFn } from "./types.ts";

type Fn = HandlerFn<unknown, never>;
type Handler = Fn | HandlerByMethod<unknown, never>;
type Route = { handler?: Handler; component?: AnyPage; config?: RouteConfig };

/** Adds the `files` of `routes/`. */
export function addFiles(assembly: Assembly, files: RouteFile[]): void {
  const isSpecial = ({ path }: RouteFile) => /(^|\/)_[^/]*$/.test(path);
  for (const file of files.filter(isSpecial)) addSpecial(assembly, file);
  const plain = files.filter((file) => !isSpecial(file));
  plain.sort((a, b) => generality(a) < generality(b) ? -1 : 1);
  for (const file of plain) addRoute(assembly, file);
}

function addSpecial(assembly: Assembly, file: RouteFile): void {
  const route = routeOf(file);
  const segment = assembly.segment(dirname(`/${file.path}`));
  const component = route.component as AnyPage;
  const middlewares = [route.handler ?? component].flat() as MiddlewareFn<never>[];
  const name = basename(file.path);
  if (name === "_app") segment.app = component;
  if (name === "_layout") segment.layout = { component, config: route.config ?? {} };
  if (name === "_middleware") segment.middlewares.push(...middlewares);
  if (name === "_error") segment.onError = errorPage(route, statusOf);
  // Fresh answers 200 when a _404 is only a page; its handler can set the status 404.
  if (name === "_404") assembly.notFound = errorPage(route, () => 200);
}

function errorPage(route: Route, status: (error: unknown) => number): Run {
  const { handler } = route;
  const fn = typeof handler === "function" ? handler : handler?.GET;
  return (ctx) => answer(ctx, route, fn, status(ctx.error));
}

/** A page without a handler of its own answers GET. */
function addRoute(assembly: Assembly, file: RouteFile): void {
  const route = routeOf(file);
  const { handler, component, config } = route;
  const pattern = (config?.routeOverride ?? patternOf(file)) || "/";
  const scope = dirname(`/${file.path}`);
  const add = (method: string, fn?: Fn) =>
    assembly.route(pattern, scope, method, (ctx) => answer(ctx, route, fn, 200));
  if (typeof handler === "function") return add("ALL", handler);
  for (const [method, fn] of Object.entries(handler ?? {})) add(method, fn);
  if (component && !handler?.GET) add("GET");
}

/** What `fn` responds, or the page with its data; `usual` is the status of the latter. */
async function answer(ctx: Context<never>, route: Route, fn: Fn | undefined, usual: number) {
  const output = await fn?.(ctx);
  if (output instanceof Response) return output;
  if (!route.component) throw new Error(`The route ${ctx.route} has no page to render`);
  ctx.data = output?.data;
  const page = await element(route.component, ctx);
  if (page instanceof Response) return page;
  const { status = usual, headers } = output ?? {};
  return ctx.render(page, { status, headers }, route.config);
}

function routeOf({ path, module }: RouteFile): Route {
  const handler = module.handler ?? module.handlers;
  const component = module.default;
  if (!handler && !component) throw new Error(`routes/${path} exports neither handler nor page`);
  return { handler, component, config: module.config } as Route;
}

/** The URL pattern of a file: `(group)/blog/[slug]` → `/blog/:slug`, `index` → `` */
function patternOf(file: RouteFile): string {
  return partsOf(file).map((part) => `/${part}`).join("")
    .replace(/\/index$/, "")
    .replace(/\/\[\[(\w+)\]\]/g, "{/:$1}?")
    .replace(/\[\.\.\.(\w+)\]/g, ":$1*")
    .replace(/\[(\w+)\]/g, ":$1");
}

/** Sorts files: each part counts the signs it begins with, none, `[`, `[[` or `[...`. */
function generality(file: RouteFile): string {
  return partsOf(file).map((part) => /^\[*(\.\.\.)?/.exec(part)![0].length).join("");
}

function partsOf({ path }: RouteFile): string[] {
  return path.split("/").filter((part) => !/^\(.*\)$/.test(part));
}
