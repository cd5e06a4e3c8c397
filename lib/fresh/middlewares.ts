/** Middlewares about who may use the application from where. */
import { INTERNAL } from "./context.ts";
import { HttpError } from "./error.ts";
import type { MiddlewareFn } from "./types.ts";

/** Redirects to the path that "always" or "never" ends with a slash. */
export function trailingSlashes<State>(mode: "always" | "never"): MiddlewareFn<State> {
  return (ctx) => {
    const { pathname, search } = ctx.url;
    const ends = pathname.endsWith("/");
    if (pathname === "/" || ends === (mode === "always")) return ctx.next();
    return ctx.redirect((ends ? pathname.slice(0, -1) : `${pathname}/`) + search);
  };
}

/** `csp` adds directives or replaces those of their names. `useNonce` allows inline code by nonce. */
export type CSPOptions = { csp?: string[]; useNonce?: boolean };

const POLICY = `default-src 'self'; script-src 'self' 'unsafe-inline';
  style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:;
  media-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self'; object-src 'none';
  base-uri 'self'; form-action 'self'; frame-ancestors 'none'; upgrade-insecure-requests`;

/** Sets the Content-Security-Policy header. Responses that are no pages get no nonce. */
export function csp<State>({ csp = [], useNonce }: CSPOptions = {}): MiddlewareFn<State> {
  const directives = [...POLICY.split(/;\s*/), ...csp];
  const named = new Map(directives.map((directive) => [directive.split(" ")[0], directive]));
  const policy = [...named.values()].join("; ");
  return async (ctx) => {
    const internal = ctx[INTERNAL];
    if (useNonce) internal.nonce = crypto.randomUUID();
    const response = await ctx.next();
    const nonce = internal.rendered && internal.nonce ? `'nonce-${internal.nonce}'` : null;
    const value = nonce ? policy.replaceAll("'unsafe-inline'", nonce) : policy;
    response.headers.set("content-security-policy", value);
    return response;
  };
}

/** `origin`: who may change something besides the application's own pages. */
export type CsrfOptions = { origin?: string | string[] };

/** Throws a 403 for a change from another site. Who sends no such headers is no browser's page. */
export function csrf<State>({ origin: allowed = [] }: CsrfOptions = {}): MiddlewareFn<State> {
  return (ctx) => {
    const { method, headers } = ctx.req;
    const [site, origin] = [headers.get("sec-fetch-site"), headers.get("origin")];
    const guess = origin === null || origin === ctx.url.origin ? "same-origin" : "cross-site";
    if (["same-origin", "none"].includes(site ?? guess)) return ctx.next();
    if (["GET", "HEAD", "OPTIONS"].includes(method)) return ctx.next();
    if (origin !== null && [allowed].flat().includes(origin)) return ctx.next();
    throw new HttpError(403);
  };
}

type CORSLists = Partial<Record<"allowMethods" | "allowHeaders" | "exposeHeaders", string[]>>;
type CORSRest = { origin?: string | string[]; maxAge?: number; credentials?: boolean };
/** `origin`: who may read responses, by default everybody. `maxAge` in seconds. */
export type CORSOptions = CORSLists & CORSRest;

/** Sets the headers of Cross-Origin Resource Sharing and answers preflight requests. */
export function cors<State>(options: CORSOptions = {}): MiddlewareFn<State> {
  const { origin = "*", allowMethods = "GET,HEAD,PUT,POST,DELETE,PATCH" } = options;
  return async (ctx) => {
    const preflight = ctx.req.method === "OPTIONS";
    const { headers } = ctx.req;
    const response = preflight ? new Response(null, { status: 204 }) : await ctx.next();
    const set = (name: string, value: unknown) => {
      if (value) response.headers.set(`access-control-${name}`, String(value));
    };
    const from = headers.get("origin") ?? "";
    set("allow-origin", typeof origin === "string" ? origin : origin.includes(from) && from);
    set("allow-credentials", options.credentials);
    if (origin !== "*") response.headers.append("vary", "Origin");
    if (!preflight) set("expose-headers", options.exposeHeaders);
    if (!preflight) return response;
    set("allow-methods", allowMethods);
    set("allow-headers", options.allowHeaders ?? headers.get("access-control-request-headers"));
    set("max-age", options.maxAge);
    return response;
  };
}
