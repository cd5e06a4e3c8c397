import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";
import { markAllRead } from "../../../lib/meetings/notifications.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    return ctx.json({ updated: await markAllRead(ctx.state.sql, caller(ctx.state).user.id) });
  },
});
