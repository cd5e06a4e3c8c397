import { updateProfile } from "../../../lib/auth/mod.ts";
import { define } from "../../../lib/define.ts";
import { readJson } from "../../../lib/http/body.ts";
import { caller } from "../../../lib/http/caller.ts";

export const handlers = define.handlers({
  GET: (ctx) => ctx.json({ user: caller(ctx.state).user }),
  async PUT(ctx) {
    const { user } = caller(ctx.state);
    return ctx.json({ user: await updateProfile(ctx.state.sql, user, await readJson(ctx.req)) });
  },
});
