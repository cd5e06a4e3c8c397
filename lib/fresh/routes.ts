/** Routes with handlers and a page, and the conventions of the files in `routes/`. */
import type { Assembly, Run } from "./assembly.ts";
import type { Context } from "./context.ts";
import { statusOf } from "./error.ts";
import { element } from "./shell.ts";
import type { RouteFile } from "./snapshot.ts";
import type { AnyPage, HandlerFn, MiddlewareFn, Route } from "./types.ts";

/** Adds `route` for each of its methods. A page without a handler of its own answers GET. */
function addRoute<State>(
  assembly: Assembly<State>,
  pattern: string,
  scope: string,
  route: Route<State>,
): void {
  const { handler, component } = route;
  const add = (method: string, fn?: HandlerFn<unknown, State>) =>
    assembly.route(pattern, scope, method, (ctx) => answer(ctx, route, fn, 200));
  if (typeof handler === "function") return add("ALL", handler);
  for (const [method, fn] of Object.entries(handler ?? {})) add(method, fn);
  if (component && !handler?.GET) add("GET");
}

/** What `handler` responds, or the page with its data. */
async function answer<State>(
  ctx: Context<State>,
  { component, config }: Route<State>,
  handler: HandlerFn<unknown, State> | undefined,
  usual: number,
): Promise<Response> {
  const output = await handler?.(ctx);
  if (output instanceof Response) return output;
  if (!component) throw new Error(`The route ${ctx.route} has no page to render`);
  ctx.data = output?.data;
  const page = await element(component, ctx);
  if (page instanceof Response) return page;
  return ctx.render(page, { status: output?.status ?? usual, headers: output?.headers }, config);
}

/** Adds the modules of `routes/` below the path `base`. */
export function addFiles<State>(assembly: Assembly<State>, files: RouteFile[], base: string): void {
  const isSpecial = ({ path }: RouteFile) => /(^|\/)_[^/]*$/.test(path);
  for (const file of files.filter(isSpecial)) addSpecial(assembly, file, base);
  const plain = files.filter((file) => !isSpecial(file));
  for (const file of plain.sort((a, b) => generality(a) < generality(b) ? -1 : 1)) {
    const route = routeOf<State>(file);
    const pattern = route.config?.routeOverride ?? base + patternOf(file);
    addRoute(assembly, pattern || "/", base + folderOf(file), route);
  }
}

function addSpecial<State>(assembly: Assembly<State>, file: RouteFile, base: string): void {
  const { path, module } = file;
  const segment = assembly.segment(base + folderOf(file));
  const component = module.default as AnyPage;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "_app") segment.app = component;
  if (name === "_layout") segment.layout = { component, config: module.config ?? {} };
  if (name === "_middleware") segment.middlewares.push(...middlewaresOf<State>(file));
  if (name === "_error") segment.onError = errorPage(routeOf<State>(file), statusOf);
  // Fresh answers 200 when a _404 is only a page. One that wants 404 says so in its handler.
  if (name === "_404") assembly.notFound = errorPage(routeOf<State>(file), () => 200);
}

function middlewaresOf<State>({ module }: RouteFile): MiddlewareFn<State>[] {
  return [module.handler ?? module.handlers ?? module.default].flat() as MiddlewareFn<State>[];
}

function routeOf<State>({ path, module }: RouteFile): Route<State> {
  const handler = (module.handler ?? module.handlers) as Route<State>["handler"];
  const component = module.default as Route<State>["component"];
  if (!handler && !component) throw new Error(`routes/${path} exports neither handler nor page`);
  return { handler, component, config: module.config };
}

function errorPage<State>(route: Route<State>, status: (error: unknown) => number): Run<State> {
  const { handler } = route;
  const fn = typeof handler === "function" ? handler : handler?.GET;
  return (ctx) => answer(ctx, route, fn, status(ctx.error));
}

/** `(group)/blog/index` → `/(group)/blog` */
function folderOf({ path }: RouteFile): string {
  return path.includes("/") ? "/" + path.slice(0, path.lastIndexOf("/")) : "";
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
