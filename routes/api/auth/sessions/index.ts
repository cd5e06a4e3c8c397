import { endOtherSessions, listSessions } from "../../../../lib/auth/mod.ts";
import { define } from "../../../../lib/define.ts";
import { caller } from "../../../../lib/http/caller.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return ctx.json({ sessions: await listSessions(ctx.state.sql, caller(ctx.state)) });
  },
  async DELETE(ctx) {
    await endOtherSessions(ctx.state.sql, caller(ctx.state));
    return new Response(null, { status: 204 });
  },
});
