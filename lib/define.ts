/** What every middleware, handler and page finds in `ctx.state`. */
import { createDefine } from "fresh";
import type { AuditBatch } from "./audit/batch.ts";
import type { AuthSettings } from "./auth/settings.ts";
import type { NewSignIn } from "./contract/account.ts";
import type { Identity, User } from "./contract/users.ts";
import type { Offsets } from "./db/offset.ts";
import type { Queries } from "./db/pool.ts";
import type { Health } from "./http/health.ts";
import type { Log } from "./log.ts";
import type { Inbox } from "./meetings/inbox.ts";

/**
 * What the server puts there; in `identity` who calls, if anybody, and in `expired` that their session
 * came to its end by itself. In a call with an Idempotency-Key `sql` is the call's
 * transaction.
 */
export type State = {
  sql: Queries;
  auth: AuthSettings;
  log: Log;
  audit: AuditBatch;
  identity: Identity | null;
  expired?: boolean;
  health: () => Health;
  /** The offsets of the change feed that this server gives out. */
  offsets: Offsets;
  /** What `/metrics` asks callers from elsewhere for, where it is set. */
  metricsToken?: string;
};

/** Gives routes their types. */
export const define = createDefine<State>();

/** What pages behind the sign-in have in addition; each sets the `inbox` that their layout shows. */
export type SignedIn = State & {
  user: User;
  inbox: Inbox;
  /** The text of the banner above the page. */
  newSignIn?: NewSignIn | null;
};

/** Gives pages behind the sign-in their types. */
export const defineSignedIn = createDefine<SignedIn>();
