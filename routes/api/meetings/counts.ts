import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";
import { countByStatus } from "../../../lib/meetings/requests.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { user } = caller(ctx.state);
    return ctx.json({ counts: await countByStatus(ctx.state.sql, user) });
  },
});
