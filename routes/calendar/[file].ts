/** What calendar apps read, at an address that is its own sign-in. */
import { define } from "../../lib/define.ts";
import { calendarFeed, feedServer } from "../../lib/http/calendar.ts";
import { createLimiter } from "../../lib/limiter.ts";
import { readFeed } from "../../lib/meetings/calendar.ts";
import { ownerOf } from "../../lib/meetings/feeds.ts";

const limitReads = createLimiter(60, 60);

export const handlers = define.handlers({
  async GET(ctx) {
    const { sql } = ctx.state;
    const server = feedServer(ctx);
    const token = ctx.params.file.replace(/\.ics$/, "");
    const user = await ownerOf(sql, server, token);
    limitReads(token);
    return calendarFeed(await readFeed(sql, { user, origin: server.origin }), ctx.req);
  },
});
