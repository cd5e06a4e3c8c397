import { defineSignedIn } from "../../../lib/define.ts";

export const handlers = defineSignedIn.handlers({
  GET(ctx) {
    const { role } = ctx.state.user;
    return ctx.redirect(role === "admin" ? "/admin" : `/dashboard/${role}`, 303);
  },
});
