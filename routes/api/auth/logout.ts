import { logout } from "../../../lib/auth/mod.ts";
import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";
import { signOutHeaders } from "../../../lib/http/sign_in.ts";

export const handlers = define.handlers({
  async POST(ctx) {
    const { sql, auth } = ctx.state;
    await logout(sql, caller(ctx.state));
    return new Response(null, { status: 204, headers: signOutHeaders(auth) });
  },
});
