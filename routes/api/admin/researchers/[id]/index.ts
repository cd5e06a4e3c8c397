import { reviewResearcher } from "../../../../../lib/admin/reviews.ts";
import { define } from "../../../../../lib/define.ts";
import { readJson } from "../../../../../lib/http/body.ts";
import { caller } from "../../../../../lib/http/caller.ts";
import { readId } from "../../../../../lib/http/input.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const { user } = caller(ctx.state);
    const id = readId(ctx.params.id);
    const researcher = await reviewResearcher(ctx.state.sql, user, id, await readJson(ctx.req));
    return ctx.json({ researcher });
  },
});
