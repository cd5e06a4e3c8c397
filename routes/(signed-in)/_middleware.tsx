/** Pages for people who are signed in: others are led to the sign-in and back. */
import { HttpError } from "fresh";
import WatchApproval from "../../islands/account/WatchApproval.tsx";
import { findReview } from "../../lib/admin/researchers.ts";
import { findNewSignIn } from "../../lib/audit/sign_ins.ts";
import { defineSignedIn } from "../../lib/define.ts";
import { refuseOthersForm } from "../../lib/http/page_user.ts";
import { ApprovalNotice } from "../../lib/ui/account/approval_notice.tsx";
import { loginPath } from "../../lib/ui/paths.ts";

const requireSignIn = defineSignedIn.middleware((ctx) => {
  const { identity } = ctx.state;
  if (!identity) return ctx.redirect(loginPath(pageOf(ctx.req)), 303);
  if (identity.user.role === "service") throw new HttpError(403, "Services cannot open pages");
  ctx.state.user = identity.user;
  return ctx.next();
});

/** The settings, and what their forms are sent to. */
const OPEN_TO_UNAPPROVED = /^\/settings(\/|$)/;

/** A researcher who is not approved sees that they wait, whichever page they open. */
const requireApproval = defineSignedIn.middleware(async (ctx) => {
  const { sql, user } = ctx.state;
  if (user.approved || OPEN_TO_UNAPPROVED.test(ctx.url.pathname)) return await ctx.next();
  const review = await findReview(sql, user.id);
  const notice = (
    <ApprovalNotice user={user} {...review}>
      <WatchApproval />
    </ApprovalNotice>
  );
  return await ctx.render(notice, { status: 403 }, { skipInheritedLayouts: true });
});

const findNewSignIns = defineSignedIn.middleware(async (ctx) => {
  const { sql, identity } = ctx.state;
  if (ctx.req.method !== "POST") ctx.state.newSignIn = await findNewSignIn(sql, identity!);
  return await ctx.next();
});

/** The page to come back to: for a submitted form, the page with the form. */
function pageOf({ method, url, headers }: Request): string {
  const { host, pathname, search } = new URL(url);
  if (method === "GET" || method === "HEAD") return pathname + search;
  const referer = headers.get("referer") ?? "";
  if (!URL.canParse(referer) || new URL(referer).host !== host) return pathname;
  return new URL(referer).pathname + new URL(referer).search;
}

/** An open page acts only for the user whom it was made for. */
const refuseOthersForms = defineSignedIn.middleware(async (ctx) => {
  if (ctx.req.method === "POST") await refuseOthersForm(ctx.req, ctx.state.user.id);
  return await ctx.next();
});

/** After a sign-out no page may come back from the browser's cache. */
const keepPrivate = defineSignedIn.middleware(async (ctx) => {
  const response = await ctx.next();
  response.headers.set("cache-control", "private, no-store");
  return response;
});

export default defineSignedIn.middleware([
  keepPrivate,
  requireSignIn,
  requireApproval,
  refuseOthersForms,
  findNewSignIns,
]);
