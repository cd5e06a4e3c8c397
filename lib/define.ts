/** What every middleware, handler and page finds in `ctx.state`. */
import { createDefine } from "fresh";
import type { Identity } from "./auth/identity.ts";
import type { AuthSettings } from "./auth/settings.ts";
import type { User } from "./contract/users.ts";
import type { Sql } from "./db/pool.ts";
import type { Log } from "./log.ts";
import type { Inbox } from "./meetings/dashboard.ts";

/** `sql`, `auth` and `log` are put there by the server; `identity` is who calls, if anybody. */
export type State = {
  sql: Sql;
  auth: AuthSettings;
  log: Log;
  identity: Identity | null;
};

/** Gives routes their types. */
export const define = createDefine<State>();

/** What pages behind the sign-in have in addition; each sets the `inbox` that their layout shows. */
export type SignedIn = State & { user: User; inbox: Inbox };

/** Gives pages behind the sign-in their types. */
export const defineSignedIn = createDefine<SignedIn>();
