import { defineSignedIn } from "../../../lib/define.ts";

export const handlers = defineSignedIn.handlers({
  GET: (ctx) => ctx.redirect(`/dashboard/${ctx.state.user.role}`, 303),
});
