/** The person who calls. */
import type { Identity } from "../contract/users.ts";
import type { Caller } from "../auth/passwords/confirmation.ts";
import { AppError } from "../contract/errors.ts";
import { remoteOf } from "./remote.ts";

/** Whoever is signed in. Throws `unauthenticated` where nobody is. */
export function caller(
  { identity, expired }: { identity: Identity | null; expired?: boolean },
): Identity {
  if (identity) return identity;
  throw new AppError("unauthenticated", "Sign in first: the call has no valid token", {
    expired,
  });
}

/** Whoever is signed in, and where the call came from. Throws `unauthenticated`. */
export function callerFrom(
  ctx: {
    req: Request;
    info: Deno.ServeHandlerInfo;
    state: { identity: Identity | null; expired?: boolean };
  },
): Caller {
  return { identity: caller(ctx.state), remote: remoteOf(ctx.req, ctx.info) };
}
