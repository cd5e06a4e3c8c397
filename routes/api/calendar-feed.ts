import { define } from "../../lib/define.ts";
import { calendarServer } from "../../lib/http/calendar.ts";
import { caller } from "../../lib/http/caller.ts";
import {
  createCalendarFeed,
  deleteCalendarFeed,
  findCalendarFeed,
} from "../../lib/meetings/calendar_feeds.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { user } = caller(ctx.state);
    return ctx.json({ feed: await findCalendarFeed(ctx.state.sql, calendarServer(ctx), user) });
  },
  async POST(ctx) {
    const { user } = caller(ctx.state);
    const feed = await createCalendarFeed(ctx.state.sql, calendarServer(ctx), user);
    return ctx.json({ feed }, { status: 201 });
  },
  async DELETE(ctx) {
    const { user } = caller(ctx.state);
    await deleteCalendarFeed(ctx.state.sql, user);
    return new Response(null, { status: 204 });
  },
});
