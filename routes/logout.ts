import { clearedSessionCookie, logout } from "../lib/auth/mod.ts";
import { define } from "../lib/define.ts";

export const handlers = define.handlers({
  async POST(ctx) {
    const { sql, auth, identity } = ctx.state;
    if (identity) await logout(sql, identity);
    const headers = { location: "/", "set-cookie": clearedSessionCookie(auth) };
    return new Response(null, { status: 303, headers });
  },
});
