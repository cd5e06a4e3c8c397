import { INTERNAL } from "./context.ts";
import type { MiddlewareFn } from "./types.ts";

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
