import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";

export const handler = define.handlers({
  GET: (ctx) => ctx.json({ user: caller(ctx.state).user }),
});
