/** What calendar apps read, at an address that needs no sign-in. */
import { define } from "../../lib/define.ts";
import { noteCalendar } from "../../lib/http/audit.ts";
import { calendarFeed, calendarServer } from "../../lib/http/calendar.ts";
import { createLimiter } from "../../lib/limiter.ts";
import { readCalendar } from "../../lib/meetings/calendar.ts";
import { ownerOf } from "../../lib/meetings/calendar_feeds.ts";

const limitReads = createLimiter(60, 60);

export const handlers = define.handlers({
  async GET(ctx) {
    const { sql } = ctx.state;
    const server = calendarServer(ctx);
    const token = ctx.params.file.replace(/\.ics$/, "");
    const user = await ownerOf(sql, server, token);
    limitReads(token);
    const text = await readCalendar(sql, { user, origin: server.origin });
    noteCalendar(ctx, user.id);
    return calendarFeed(text, ctx.req);
  },
});
