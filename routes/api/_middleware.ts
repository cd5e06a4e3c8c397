/** The middlewares of every call of the API. */
import { define } from "../../lib/define.ts";
import { isOpenToUnapproved } from "../../lib/contract/api.ts";
import { caller, limitCaller, requireApproved } from "../../lib/http/caller.ts";
import { answerOnce } from "../../lib/http/idempotency.ts";
import { preflightResponse, shareWith } from "../../lib/http/origins.ts";
import { refuseOthersPage } from "../../lib/http/page_user.ts";
import { appErrorOf, problemResponse } from "../../lib/http/problems.ts";

const WITHOUT_SIGN_IN = new Set([
  "/api/auth/register",
  "/api/auth/login",
  "/api/auth/login/passkey",
  "/api/openapi.json",
  "/api/:rest*",
]);

const keepOutOfCaches = define.middleware(async (ctx) => {
  const response = await ctx.next();
  response.headers.set("cache-control", "no-store");
  return response;
});

const shareWithOrigins = define.middleware(async (ctx) => {
  const origin = ctx.req.headers.get("origin");
  const response = ctx.req.method === "OPTIONS" ? preflightResponse() : await ctx.next();
  return shareWith(origin, ctx.state.auth.allowedOrigins, response);
});

const answerErrors = define.middleware(async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    return problemResponse(appErrorOf(error, ctx.req, ctx.state.log));
  }
});

const limitCalls = define.middleware((ctx) => {
  limitCaller(ctx);
  return ctx.next();
});

const refuseOthersPages = define.middleware((ctx) => {
  refuseOthersPage(ctx.req, ctx.state.identity);
  return ctx.next();
});

const requireSignIn = define.middleware((ctx) => {
  const route = ctx.route ?? "";
  if (WITHOUT_SIGN_IN.has(route)) return ctx.next();
  if (!isOpenToUnapproved(route)) requireApproved(caller(ctx.state).user);
  else caller(ctx.state);
  return ctx.next();
});

/** These call `answerOnce` themselves, after their slow part. */
const ANSWERING_ONCE = new Set(["/api/auth/register", "/api/auth/login"]);

const answerPostsOnce = define.middleware((ctx) => {
  const { next, req, route, state } = ctx;
  if (req.method !== "POST" || !route || ANSWERING_ONCE.has(route)) return next();
  return answerOnce(ctx, (sql) => {
    state.sql = sql;
    return next();
  });
});

export default define.middleware([
  keepOutOfCaches,
  shareWithOrigins,
  answerErrors,
  limitCalls,
  refuseOthersPages,
  requireSignIn,
  answerPostsOnce,
]);
