import { listResearchers } from "../../../../lib/admin/researchers.ts";
import { candidatesQuery } from "../../../../lib/contract/admin.ts";
import { define } from "../../../../lib/define.ts";
import { readQuery } from "../../../../lib/http/input.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return ctx.json(await listResearchers(ctx.state.sql, readQuery(candidatesQuery, ctx.url)));
  },
});
