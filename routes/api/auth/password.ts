import { changePassword } from "../../../lib/auth/mod.ts";
import { define } from "../../../lib/define.ts";
import { readJson } from "../../../lib/http/body.ts";
import { caller } from "../../../lib/http/caller.ts";
import { remoteOf } from "../../../lib/http/remote.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const remote = remoteOf(ctx.req, ctx.info);
    await changePassword(ctx.state.sql, caller(ctx.state), await readJson(ctx.req), remote);
    return new Response(null, { status: 204 });
  },
});
