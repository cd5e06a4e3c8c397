import { define } from "../../../lib/define.ts";
import { readJson } from "../../../lib/http/body.ts";
import { caller } from "../../../lib/http/caller.ts";
import { cancelSchedule } from "../../../lib/meetings/schedules.ts";

export const handlers = define.handlers({
  async POST(ctx) {
    const { user } = caller(ctx.state);
    return ctx.json(await cancelSchedule(ctx.state.sql, user, await readJson(ctx.req)));
  },
});
