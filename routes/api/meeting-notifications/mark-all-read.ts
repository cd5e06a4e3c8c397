import { markAllInput } from "../../../lib/contract/notifications.ts";
import { parse } from "../../../lib/contract/parse.ts";
import { define } from "../../../lib/define.ts";
import { readOptionalJson } from "../../../lib/http/body.ts";
import { caller } from "../../../lib/http/caller.ts";
import { readAsOf } from "../../../lib/http/input.ts";
import { markAllRead } from "../../../lib/meetings/notifications.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const { user } = caller(ctx.state);
    const { as_of } = parse(markAllInput, await readOptionalJson(ctx.req));
    const asOf = readAsOf(ctx.state.offsets, as_of);
    return ctx.json({ updated: await markAllRead(ctx.state.sql, user.id, asOf) });
  },
});
