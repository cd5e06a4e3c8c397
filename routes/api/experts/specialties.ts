import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";
import { listSpecialties } from "../../../lib/meetings/experts.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return ctx.json({ specialties: await listSpecialties(ctx.state.sql, caller(ctx.state).user) });
  },
});
