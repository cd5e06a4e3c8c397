import { upcomingQuery } from "../../../lib/contract/meetings.ts";
import { define } from "../../../lib/define.ts";
import { noteShown } from "../../../lib/http/audit.ts";
import { caller } from "../../../lib/http/caller.ts";
import { readQuery } from "../../../lib/http/input.ts";
import { listUpcoming } from "../../../lib/meetings/schedules.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { user } = caller(ctx.state);
    const query = readQuery(upcomingQuery, ctx.url);
    const meetings = await listUpcoming(ctx.state.sql, user, query);
    noteShown(ctx, meetings);
    return ctx.json({ meetings });
  },
});
