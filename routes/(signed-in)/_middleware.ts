/** Pages for people who are signed in: anybody else goes to the sign-in and comes back. */
import { HttpError } from "fresh";
import { defineSignedIn } from "../../lib/define.ts";
import { loginPath } from "../../lib/ui/own_path.ts";

const requireSignIn = defineSignedIn.middleware((ctx) => {
  const { identity } = ctx.state;
  if (!identity) return ctx.redirect(loginPath(ctx.url.pathname + ctx.url.search), 303);
  if (identity.user.role === "service") throw new HttpError(403, "Pages are for people");
  ctx.state.user = identity.user;
  return ctx.next();
});

/** What somebody saw must not be there for whoever goes back after they signed out. */
const keepPrivate = defineSignedIn.middleware(async (ctx) => {
  const response = await ctx.next();
  response.headers.set("cache-control", "private, no-store");
  return response;
});

export const handler = [keepPrivate, requireSignIn];
