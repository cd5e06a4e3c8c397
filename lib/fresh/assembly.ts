import { type Context, INTERNAL } from "./context.ts";
import { HttpError, statusOf } from "./error.ts";
import type { AnyPage, LayoutConfig } from "./pages.ts";
import { Router } from "./router.ts";
import { narrow, type Shell } from "./shell.ts";
import type { MiddlewareFn } from "./types.ts";

/** A handler for any type of state. */
export type Run = (ctx: Context<never>) => Promise<Response>;

/** What is registered for a path and everything below it. */
class Segment {
  middlewares: MiddlewareFn<never>[] = [];
  app: AnyPage | null = null;
  layout: { component: AnyPage; config: LayoutConfig } | null = null;
  onError: Run | null = null;
}

/** Combines the parts of an application. A route gets what was registered before it. */
export class Assembly {
  /** The handlers of a pattern, by method or `ALL`; `mismatch` throws a 405. */
  readonly router = new Router<{ methods: Map<string, Run>; mismatch: Run }>();
  notFound: Run | null = null;
  readonly #segments = new Map<string, Segment>();

  /** The segment of `path`: `/` and `` are the root. */
  segment(path: string): Segment {
    const key = path.replace(/\/$/, "");
    const segment = this.#segments.get(key) ?? new Segment();
    this.#segments.set(key, segment);
    return segment;
  }

  /** Adds `last` at `pattern`, inside the segments on the way to `scope`. The first one stays. */
  route(pattern: string, scope: string, method: string, last: Run): void {
    const create = () => ({ methods: new Map(), mismatch: this.enclose(scope, refuse(405)) });
    const { methods } = this.router.at(pattern, create);
    if (!methods.has(method)) methods.set(method, this.enclose(scope, last));
  }

  /** `last` inside the middlewares, layouts and error pages on the way to `scope`. */
  enclose(scope: string, last: Run): Run {
    let shell: Shell = { app: null, layouts: [] };
    const guards = pathsTo(scope).map((path) => {
      const segment = this.segment(path);
      const { middlewares, onError } = segment;
      const [inner, before] = [shell = extend(shell, segment), [...middlewares]];
      return (run: Run) => this.#guard(chain(before, run), inner, onError);
    });
    return guards.reduceRight((run, guard) => guard(run), chain([last]));
  }

  /** Runs a segment in its shell and answers the errors that come out of it. */
  #guard(run: Run, shell: Shell, onError: Run | null): Run {
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
export function chain(middlewares: MiddlewareFn<never>[], end: Run = refuse(404)): Run {
  return middlewares.reduceRight<Run>((next, middleware) => async (ctx) => {
    const outer = ctx.next;
    ctx.next = () => next(ctx);
    try {
      return await middleware(ctx);
    } finally {
      ctx.next = outer;
    }
  }, end);
}

/** Throws the `HttpError` of `status`. */
export const refuse = (status: number) => () => Promise.reject(new HttpError(status));

function extend(outer: Shell, { app, layout }: Segment): Shell {
  const shell = app ? { ...outer, app } : outer;
  if (!layout) return shell;
  const kept = narrow(shell, layout.config);
  return { ...kept, layouts: [...kept.layouts, layout.component] };
}

/** `/a/b` → ``, `/a`, `/a/b` */
function pathsTo(scope: string): string[] {
  const ends = Array.from(scope.matchAll(/\/[^/]+/g), (part) => part.index + part[0].length);
  return [0, ...ends].map((end) => scope.slice(0, end));
}
