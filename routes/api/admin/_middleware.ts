/** The part of the API that is for admins. */
import { requireAdmin } from "../../../lib/admin/researchers.ts";
import { requireFactor } from "../../../lib/auth/factors/admins.ts";
import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";

export default define.middleware(async (ctx) => {
  const { sql, auth } = ctx.state;
  const { user } = caller(ctx.state);
  requireAdmin(user);
  await requireFactor(sql, auth, user);
  return await ctx.next();
});
