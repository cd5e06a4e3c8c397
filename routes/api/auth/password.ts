import { changePassword } from "../../../lib/auth/mod.ts";
import { define } from "../../../lib/define.ts";
import { readJson } from "../../../lib/http/body.ts";
import { callerFrom } from "../../../lib/http/caller.ts";
import { signInHeaders } from "../../../lib/http/sign_in.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const { sql, auth } = ctx.state;
    const from = callerFrom(ctx);
    const { signIn, remember } = await changePassword(sql, auth, from, await readJson(ctx.req));
    const headers = signInHeaders(auth, signIn, from.remote, { remember });
    return ctx.json(signIn, { headers });
  },
});
