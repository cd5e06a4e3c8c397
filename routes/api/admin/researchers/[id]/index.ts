import { reviewResearcher } from "../../../../../lib/admin/reviews.ts";
import { define } from "../../../../../lib/define.ts";
import { readJson } from "../../../../../lib/http/body.ts";
import { caller } from "../../../../../lib/http/caller.ts";
import { readId } from "../../../../../lib/http/input.ts";
import { remoteOf } from "../../../../../lib/http/remote.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const { user } = caller(ctx.state);
    const id = readId(ctx.params.id);
    const { sql, log } = ctx.state;
    const reviewer = { user, log, from: remoteOf(ctx.req, ctx.info) };
    const researcher = await reviewResearcher(sql, reviewer, id, await readJson(ctx.req));
    return ctx.json({ researcher });
  },
});
