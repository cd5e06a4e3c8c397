import { define } from "../../../../lib/define.ts";
import { readJson } from "../../../../lib/http/body.ts";
import { caller } from "../../../../lib/http/caller.ts";
import { readId } from "../../../../lib/http/input.ts";
import { decideRequest } from "../../../../lib/meetings/decisions.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const { user } = caller(ctx.state);
    const id = readId(ctx.params.id);
    return ctx.json(await decideRequest(ctx.state.sql, user, id, await readJson(ctx.req)));
  },
});
