import { type Context, INTERNAL } from "./context.ts";
import { HttpError, statusOf } from "./error.ts";
import { Router } from "./router.ts";
import { narrow, type Shell } from "./shell.ts";
import type { AnyPage, LayoutConfig, MiddlewareFn } from "./types.ts";

export type Run<State> = (ctx: Context<State>) => Promise<Response>;

/** The handlers of one pattern, by method or `ALL`; `mismatch` throws a 405. */
type Target<State> = { methods: Map<string, Run<State>>; mismatch: Run<State> };

/** What is registered for a path and everything below it. */
class Segment<State> {
  middlewares: MiddlewareFn<State>[] = [];
  app: AnyPage | null = null;
  layout: { component: AnyPage; config: LayoutConfig } | null = null;
  onError: Run<State> | null = null;
}

/** Puts an application's parts together. A route takes what was registered before it. */
export class Assembly<State> {
  readonly router = new Router<Target<State>>();
  notFound: Run<State> | null = null;
  readonly #segments = new Map<string, Segment<State>>();

  /** The segment of `path`: `/`, `*` and `` are the root. */
  segment(path: string): Segment<State> {
    const key = path.replace(/\/?\*?$/, "");
    const segment = this.#segments.get(key) ?? new Segment<State>();
    this.#segments.set(key, segment);
    return segment;
  }

  /** Adds `last` at `pattern`, inside the segments on the way to `scope`. The first one stays. */
  route(pattern: string, scope: string, method: string, last: MiddlewareFn<State>): void {
    const { methods } = this.router.at(pattern, () => {
      return { methods: new Map(), mismatch: this.enclose(scope, () => refuse(405)) };
    });
    if (!methods.has(method)) methods.set(method, this.enclose(scope, last));
  }

  /** `last` inside the middlewares, layouts and error pages on the way to `scope`. */
  enclose(scope: string, last: MiddlewareFn<State>): Run<State> {
    let shell: Shell = { app: null, layouts: [] };
    const guards = pathsTo(scope).map((path) => {
      const segment = this.segment(path);
      const { middlewares, onError } = segment;
      const [inner, before] = [shell = extend(shell, segment), [...middlewares]];
      return (run: Run<State>) => this.#guard(chain(before, run), inner, onError);
    });
    return guards.reduceRight((run, guard) => guard(run), chain([last]));
  }

  /** Runs a segment in its shell and answers the errors that come out of it. */
  #guard(run: Run<State>, shell: Shell, onError: Run<State> | null): Run<State> {
    return async (ctx) => {
      const internal = ctx[INTERNAL];
      const outer = internal.shell;
      internal.shell = shell;
      try {
        return await run(ctx);
      } catch (error) {
        const answer = statusOf(error) === 404 && this.notFound || onError;
        if (!answer) throw error;
        ctx.error = error;
        return await answer(ctx);
      } finally {
        internal.shell = outer;
      }
    };
  }
}

/** One function that runs `middlewares` from the first to the last and then `end`. */
export function chain<State>(
  middlewares: MiddlewareFn<State>[],
  end: Run<State> = () => refuse(404),
): Run<State> {
  return middlewares.reduceRight<Run<State>>((next, middleware) => async (ctx) => {
    const outer = ctx.next;
    ctx.next = () => next(ctx);
    try {
      return await middleware(ctx);
    } finally {
      ctx.next = outer;
    }
  }, end);
}

/** A rejection with the `HttpError` of `status`. */
export function refuse(status: number): Promise<never> {
  return Promise.reject(new HttpError(status));
}

function extend<S>(outer: Shell, { app, layout }: Segment<S>): Shell {
  const shell = app ? { ...outer, app } : outer;
  if (!layout) return shell;
  const kept = narrow(shell, layout.config);
  return { ...kept, layouts: [...kept.layouts, layout.component] };
}

/** `/a/b` → ``, `/a`, `/a/b` */
function pathsTo(scope: string): string[] {
  const parts = scope.split("/").filter((part) => part !== "");
  return ["", ...parts.map((_, i) => "/" + parts.slice(0, i + 1).join("/"))];
}
