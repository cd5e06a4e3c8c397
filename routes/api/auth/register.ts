import { register, sessionCookie } from "../../../lib/auth/mod.ts";
import { define } from "../../../lib/define.ts";
import { readJson } from "../../../lib/http/body.ts";
import { clientOf } from "../../../lib/http/client.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { sql, auth } = ctx.state;
    const signIn = await register(
      sql,
      auth,
      await readJson(ctx.req),
      clientOf(ctx.req, ctx.info),
    );
    const headers = { "set-cookie": sessionCookie(auth, signIn) };
    return ctx.json(signIn, { status: 201, headers });
  },
});
