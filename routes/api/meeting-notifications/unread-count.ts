import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";
import { unreadCount } from "../../../lib/meetings/notifications.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return ctx.json({ unread_count: await unreadCount(ctx.state.sql, caller(ctx.state).user.id) });
  },
});
