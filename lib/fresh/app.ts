import { Assembly, chain, refuse, type Run } from "./assembly.ts";
import { Context } from "./context.ts";
import { HttpError, statusOf } from "./error.ts";
import { addFiles } from "./routes.ts";
import { Snapshot } from "./snapshot.ts";
import type { LayoutConfig, Middleware, MiddlewareFn, PageComponent } from "./types.ts";

/** Where a build puts what it made. */
export const SNAPSHOT = Symbol("snapshot");

const NO_INFO: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 0 },
  completed: Promise.resolve(),
};

/** Routes requests. Whatever is registered applies to what is registered after it. */
export class App<State> {
  [SNAPSHOT] = new Snapshot();
  readonly #parts: ((assembly: Assembly<State>) => void)[] = [];

  readonly get = this.#method("GET");
  readonly post = this.#method("POST");
  readonly put = this.#method("PUT");
  readonly patch = this.#method("PATCH");
  readonly delete = this.#method("DELETE");
  readonly head = this.#method("HEAD");
  readonly all = this.#method("ALL");

  /** Adds middlewares, for paths at and below `path` if one is given. */
  use(path: string, ...middlewares: Middleware<State>[]): this;
  use(...middlewares: Middleware<State>[]): this;
  use(...args: (string | Middleware<State>)[]): this {
    const path = typeof args[0] === "string" ? args.shift() as string : "*";
    const middlewares = args.flat() as MiddlewareFn<State>[];
    return this.#add((assembly) => assembly.segment(path).middlewares.push(...middlewares));
  }

  appWrapper(component: PageComponent<unknown, State>): this {
    return this.#add((assembly) => assembly.segment("*").app = component);
  }

  layout(path: string, component: PageComponent<unknown, State>, config: LayoutConfig = {}): this {
    return this.#add((assembly) => assembly.segment(path).layout = { component, config });
  }

  /** Answers what is thrown at and below `path`; `ctx.error` is what was thrown. */
  onError(path: string, middleware: MiddlewareFn<State>): this {
    return this.#add((assembly) => assembly.segment(path).onError = chain([middleware]));
  }

  /** Answers every 404, of an unknown path or thrown. */
  notFound(middleware: MiddlewareFn<State>): this {
    return this.#add((assembly) => assembly.notFound = chain([middleware]));
  }

  /** Adds the files of `routes/`, below `path`. */
  fsRoutes(path = "*"): this {
    const base = path.replace(/\/?\*?$/, "");
    return this.#add((assembly) => addFiles(assembly, this[SNAPSHOT].routes, base));
  }

  /** The function that answers requests with what is registered by now. It never rejects. */
  handler(): (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const assembly = new Assembly<State>();
    for (const part of this.#parts) part(assembly);
    const find = finder(assembly);
    return async (req, info = NO_INFO) => {
      const url = new URL(req.url);
      if (url.pathname.includes("//")) url.pathname = url.pathname.replace(/\/+/g, "/");
      const { run, params, route, allow } = find(req.method, url.pathname);
      const ctx = new Context<State>(req, url, info, params, route, this[SNAPSHOT]);
      const response = await answer(run, ctx);
      if (allow && response.status === 405) response.headers.set("allow", allow);
      return req.method === "HEAD" && response.body ? new Response(null, response) : response;
    };
  }

  #add(part: (assembly: Assembly<State>) => void): this {
    this.#parts.push(part);
    return this;
  }

  #method(method: string): (path: string, ...handlers: Middleware<State>[]) => this {
    return (path, ...handlers) => {
      const run = chain(handlers.flat() as MiddlewareFn<State>[]);
      return this.#add((assembly) => assembly.route(path, path, method, run));
    };
  }
}

/** What answers a method at a path; `allow` names the methods that would be right. */
function finder<State>(assembly: Assembly<State>) {
  const run = assembly.enclose("", () => refuse(404));
  const unknown = { run, params: {}, route: null, allow: null };
  return (method: string, pathname: string) => {
    const found = assembly.router.find(pathname);
    if (!found) return unknown;
    const { pattern: route, params, value: { methods, mismatch } } = found;
    const run = methods.get(method) ?? methods.get(method === "HEAD" ? "GET" : "ALL") ??
      methods.get("ALL");
    if (run) return { run, params, route, allow: null };
    const allow = [...methods.keys()].map((name) => name === "GET" ? "GET, HEAD" : name).join(", ");
    return { run: mismatch, params, route, allow };
  };
}

async function answer<State>(run: Run<State>, ctx: Context<State>): Promise<Response> {
  try {
    return await run(ctx);
  } catch (error) {
    const status = statusOf(error);
    if (status >= 500) console.error(error);
    const text = error instanceof HttpError ? error.message : "Internal server error";
    return new Response(text, { status });
  }
}
