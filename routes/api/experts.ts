import { expertsQuery } from "../../lib/contract/users.ts";
import { define } from "../../lib/define.ts";
import { readQuery } from "../../lib/http/input.ts";
import { listExperts } from "../../lib/meetings/experts.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return ctx.json(await listExperts(ctx.state.sql, readQuery(expertsQuery, ctx.url)));
  },
});
