import { login, sessionCookie } from "../../../lib/auth/mod.ts";
import { define } from "../../../lib/define.ts";
import { readJson } from "../../../lib/http/body.ts";
import { clientOf } from "../../../lib/http/client.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { sql, auth } = ctx.state;
    const client = clientOf(ctx.req, ctx.info);
    const signIn = await login(sql, auth, await readJson(ctx.req), client);
    return ctx.json(signIn, { headers: { "set-cookie": sessionCookie(auth, signIn) } });
  },
});
