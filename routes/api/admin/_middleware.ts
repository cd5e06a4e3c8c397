/** The part of the API that is for admins. */
import { requireAdmin } from "../../../lib/admin/researchers.ts";
import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";

export default define.middleware((ctx) => {
  requireAdmin(caller(ctx.state).user);
  return ctx.next();
});
