import { define } from "../../lib/define.ts";
import { feedServer } from "../../lib/http/calendar.ts";
import { caller } from "../../lib/http/caller.ts";
import { findFeed, makeFeed, removeFeed } from "../../lib/meetings/feeds.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { user } = caller(ctx.state);
    return ctx.json({ feed: await findFeed(ctx.state.sql, feedServer(ctx), user) });
  },
  async POST(ctx) {
    const { user } = caller(ctx.state);
    const feed = await makeFeed(ctx.state.sql, feedServer(ctx), user);
    return ctx.json({ feed }, { status: 201 });
  },
  async DELETE(ctx) {
    const { user } = caller(ctx.state);
    await removeFeed(ctx.state.sql, user);
    return new Response(null, { status: 204 });
  },
});
