import { expertsQuery } from "../../lib/contract/users.ts";
import { define } from "../../lib/define.ts";
import { caller } from "../../lib/http/caller.ts";
import { readQuery } from "../../lib/http/input.ts";
import { listExperts } from "../../lib/meetings/experts.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { user } = caller(ctx.state);
    return ctx.json(await listExperts(ctx.state.sql, user, readQuery(expertsQuery, ctx.url)));
  },
});
