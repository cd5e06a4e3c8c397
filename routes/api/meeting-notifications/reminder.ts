import { define } from "../../../lib/define.ts";
import { readJson } from "../../../lib/http/body.ts";
import { caller } from "../../../lib/http/caller.ts";
import { remind } from "../../../lib/meetings/reminders.ts";

export const handlers = define.handlers({
  async POST(ctx) {
    const { user } = caller(ctx.state);
    const notifications = await remind(ctx.state.sql, user, await readJson(ctx.req));
    return ctx.json({ notifications }, { status: 201 });
  },
});
