import { define } from "../../../../lib/define.ts";
import { caller } from "../../../../lib/http/caller.ts";
import { readId } from "../../../../lib/http/input.ts";
import { markUnread } from "../../../../lib/meetings/notifications.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const { user } = caller(ctx.state);
    const notification = await markUnread(ctx.state.sql, user.id, readId(ctx.params.id));
    return ctx.json({ notification });
  },
});
