import { beginAuthenticator } from "../../../../lib/auth/mod.ts";
import { define } from "../../../../lib/define.ts";
import { readJson } from "../../../../lib/http/body.ts";
import { callerFrom } from "../../../../lib/http/caller.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const { sql, auth } = ctx.state;
    return ctx.json(await beginAuthenticator(sql, auth, callerFrom(ctx), await readJson(ctx.req)));
  },
});
