/** The person who calls. */
import type { Identity } from "../contract/users.ts";
import { AppError } from "../contract/errors.ts";

/** Whoever is signed in. Throws `unauthenticated` where nobody is. */
export function caller({ identity }: { identity: Identity | null }): Identity {
  if (identity) return identity;
  throw new AppError("unauthenticated", "Sign in first: the call has no valid token");
}
