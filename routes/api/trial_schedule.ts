import { schedulesQuery } from "../../lib/contract/meetings.ts";
import { define } from "../../lib/define.ts";
import { noteShown } from "../../lib/http/audit.ts";
import { readJson } from "../../lib/http/body.ts";
import { caller } from "../../lib/http/caller.ts";
import { linkTo, readQuery } from "../../lib/http/input.ts";
import { createSchedule, listSchedules } from "../../lib/meetings/schedules.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { user } = caller(ctx.state);
    const query = readQuery(schedulesQuery, ctx.url);
    const { rows, next } = await listSchedules(ctx.state.sql, user, query, "trial");
    noteShown(ctx, rows);
    return ctx.json({ schedules: rows }, linkTo(ctx.url, { after: next }));
  },
  async POST(ctx) {
    const { user } = caller(ctx.state);
    const input = await readJson(ctx.req);
    const schedule = await createSchedule(ctx.state.sql, user, "trial", input);
    return ctx.json({ schedule }, { status: 201 });
  },
});
