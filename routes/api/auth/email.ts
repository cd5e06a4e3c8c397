import { changeEmail } from "../../../lib/auth/mod.ts";
import { define } from "../../../lib/define.ts";
import { readJson } from "../../../lib/http/body.ts";
import { callerFrom } from "../../../lib/http/caller.ts";
import { deviceHeader } from "../../../lib/http/sign_in.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const { sql, auth } = ctx.state;
    const from = callerFrom(ctx);
    const user = await changeEmail(sql, auth, from, await readJson(ctx.req));
    return ctx.json({ user }, { headers: [deviceHeader(auth, from.remote, user)] });
  },
});
