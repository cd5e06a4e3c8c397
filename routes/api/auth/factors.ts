import { findFactors } from "../../../lib/auth/mod.ts";
import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return ctx.json(await findFactors(ctx.state.sql, caller(ctx.state).user.id));
  },
});
