import { changePassword } from "../../../lib/auth/mod.ts";
import { define } from "../../../lib/define.ts";
import { readJson } from "../../../lib/http/body.ts";
import { caller } from "../../../lib/http/caller.ts";
import { clientOf } from "../../../lib/http/client.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const client = clientOf(ctx.req, ctx.info);
    await changePassword(ctx.state.sql, caller(ctx.state), await readJson(ctx.req), client);
    return new Response(null, { status: 204 });
  },
});
