import { addAuthenticator, removeAuthenticator } from "../../../../lib/auth/mod.ts";
import { define } from "../../../../lib/define.ts";
import { readJson } from "../../../../lib/http/body.ts";
import { callerFrom } from "../../../../lib/http/caller.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const { sql, auth } = ctx.state;
    const codes = await addAuthenticator(sql, auth, callerFrom(ctx), await readJson(ctx.req));
    return ctx.json({ recovery_codes: codes });
  },
  async DELETE(ctx) {
    const { sql, auth } = ctx.state;
    await removeAuthenticator(sql, auth, callerFrom(ctx), await readJson(ctx.req));
    return new Response(null, { status: 204 });
  },
});
