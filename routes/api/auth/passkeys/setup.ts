import { beginPasskey } from "../../../../lib/auth/factors/passkeys.ts";
import { define } from "../../../../lib/define.ts";
import { readJson } from "../../../../lib/http/body.ts";
import { callerFrom } from "../../../../lib/http/caller.ts";
import { ownOrigin } from "../../../../lib/http/origins.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const { sql, auth } = ctx.state;
    const from = callerFrom(ctx);
    return ctx.json(await beginPasskey(sql, auth, from, ownOrigin(ctx), await readJson(ctx.req)));
  },
});
