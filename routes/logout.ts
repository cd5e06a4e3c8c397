import { logout } from "../lib/auth/mod.ts";
import { define } from "../lib/define.ts";
import { signOutHeaders } from "../lib/http/sign_in.ts";

export const handlers = define.handlers({
  async POST(ctx) {
    const { sql, auth, identity } = ctx.state;
    if (identity) await logout(sql, identity);
    const headers = new Headers([["location", "/"], ...signOutHeaders(auth)]);
    return new Response(null, { status: 303, headers });
  },
});
