import { clearedSessionCookie, logout } from "../../../lib/auth/mod.ts";
import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";

export const handlers = define.handlers({
  async POST(ctx) {
    await logout(ctx.state.sql, caller(ctx.state));
    const headers = { "set-cookie": clearedSessionCookie(ctx.state.auth) };
    return new Response(null, { status: 204, headers });
  },
});
