import { addPasskey, listPasskeys } from "../../../../lib/auth/factors/passkeys.ts";
import { define } from "../../../../lib/define.ts";
import { readJson } from "../../../../lib/http/body.ts";
import { caller, callerFrom } from "../../../../lib/http/caller.ts";
import { ownOrigin } from "../../../../lib/http/origins.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { user } = caller(ctx.state);
    return ctx.json({ passkeys: await listPasskeys(ctx.state.sql, user.id) });
  },
  async PUT(ctx) {
    const { sql, auth } = ctx.state;
    await addPasskey(sql, auth, callerFrom(ctx), ownOrigin(ctx), await readJson(ctx.req));
    return new Response(null, { status: 204 });
  },
});
