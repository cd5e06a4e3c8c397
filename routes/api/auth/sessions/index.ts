import { endOtherSessions, listSessions } from "../../../../lib/auth/mod.ts";
import { define } from "../../../../lib/define.ts";
import { readJson } from "../../../../lib/http/body.ts";
import { caller, callerFrom } from "../../../../lib/http/caller.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return ctx.json({ sessions: await listSessions(ctx.state.sql, caller(ctx.state)) });
  },
  async DELETE(ctx) {
    const { sql, auth } = ctx.state;
    await endOtherSessions(sql, auth, callerFrom(ctx), await readJson(ctx.req));
    return new Response(null, { status: 204 });
  },
});
