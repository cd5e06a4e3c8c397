/** Who calls, and how often they may. */
import type { Identity, User } from "../contract/users.ts";
import type { Caller } from "../auth/passwords/confirmation.ts";
import { AppError } from "../contract/errors.ts";
import { createLimiter } from "../limiter.ts";
import { addressOf, remoteOf } from "./remote.ts";

/** In a minute, of pages and calls of the API together. */
const MOST_CALLS = 600;
const limit = createLimiter(MOST_CALLS, 60);

/** Counts a call of a person, or of an address where nobody is signed in. Throws `rate_limited`. */
export function limitCaller(
  { state, info }: { state: { identity: Identity | null }; info: Deno.ServeHandlerInfo },
): void {
  const { identity } = state;
  limit(identity ? `user ${identity.user.id}` : `address ${addressOf(info)}`);
}

/** Throws `not_approved` for a researcher who is not approved. */
export function requireApproved({ approved }: User): void {
  if (approved) return;
  throw new AppError("not_approved", "Your account is not approved; see /settings");
}

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
