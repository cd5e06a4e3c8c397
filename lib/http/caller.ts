/** The person who calls. */
import type { Identity } from "../auth/identity.ts";
import { Refusal } from "../contract/errors.ts";

/** Whoever is signed in. Throws `unauthenticated` where nobody is. */
export function caller({ identity }: { identity: Identity | null }): Identity {
  if (identity) return identity;
  throw new Refusal("unauthenticated", "Sign in first: the call has no valid token");
}
