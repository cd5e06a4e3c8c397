import { Assembly, refuse, type Run } from "./assembly.ts";
import { Context } from "./context.ts";
import { HttpError, statusOf } from "./error.ts";
import { addFiles } from "./routes.ts";
import { Snapshot } from "./snapshot.ts";
import type { Middleware } from "./types.ts";

/** Where a build puts what it made. */
export const SNAPSHOT = Symbol("snapshot");

const remoteAddr = { transport: "tcp", hostname: "localhost", port: 0 } as const;
const NO_INFO: Deno.ServeHandlerInfo = { remoteAddr, completed: Promise.resolve() };

/** Routes requests. Whatever is registered applies to what is registered after it. */
export class App<State> {
  [SNAPSHOT] = new Snapshot();
  readonly #parts: ((assembly: Assembly) => void)[] = [];

  /** Adds middlewares. */
  use(...middlewares: Middleware<State>[]): this {
    return this.#add((assembly) => assembly.segment("/").middlewares.push(...middlewares.flat()));
  }

  /** Adds the files of `routes/`. */
  fsRoutes(): this {
    return this.#add((assembly) => addFiles(assembly, this[SNAPSHOT].routes));
  }

  /** The function that answers requests with what is registered by now. It never rejects. */
  handler(): (req: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const assembly = new Assembly();
    for (const part of this.#parts) part(assembly);
    const find = finder(assembly);
    return async (req, info = NO_INFO) => {
      const url = new URL(req.url);
      if (url.pathname.includes("//")) url.pathname = url.pathname.replace(/\/+/g, "/");
      const { run, params, route, allow } = find(req.method, url.pathname);
      const ctx = new Context<never>(req, url, info, params, route, this[SNAPSHOT]);
      const response = await answer(run, ctx);
      if (allow && response.status === 405) response.headers.set("allow", allow);
      return req.method === "HEAD" && response.body ? new Response(null, response) : response;
    };
  }

  #add(part: (assembly: Assembly) => void): this {
    this.#parts.push(part);
    return this;
  }
}

/** What answers a method at a path; `allow` names the methods that would be right. */
function finder(assembly: Assembly) {
  const nowhere = assembly.enclose("", refuse(404));
  return (method: string, pathname: string) => {
    const found = assembly.router.find(pathname);
    if (!found) return { run: nowhere, params: {}, route: null, allow: null };
    const { pattern: route, params, value: { methods, mismatch } } = found;
    const names = method === "HEAD" ? ["HEAD", "GET", "ALL"] : [method, "ALL"];
    const run = names.map((name) => methods.get(name)).find((run) => run);
    const allow = run ? null : [...methods.keys()].join(", ").replace(/\bGET\b/, "GET, HEAD");
    return { run: run ?? mismatch, params, route, allow };
  };
}

async function answer(run: Run, ctx: Context<never>): Promise<Response> {
  try {
    return await run(ctx);
  } catch (error) {
    const status = statusOf(error);
    if (status >= 500) console.error(error);
    const text = error instanceof HttpError ? error.message : "Internal server error";
    return new Response(text, { status });
  }
}
