/** The middlewares of every request: who calls, and whether it may write. */
import { type Context, HttpError } from "fresh";
import { examine, tokenFrom } from "../lib/auth/mod.ts";
import { define, type State } from "../lib/define.ts";
import { noteRefusal, noteToken } from "../lib/http/audit.ts";
import { limitCaller } from "../lib/http/caller.ts";
import { countRequest } from "../lib/http/metrics.ts";
import { refuseForeignWrite } from "../lib/http/origins.ts";
import { appErrorOf, loggablePath, problemResponse } from "../lib/http/problems.ts";

const observe = define.middleware(async (ctx) => {
  const begun = performance.now();
  let status = 500;
  try {
    const response = await ctx.next();
    status = response.status;
    return response;
  } catch (error) {
    if (error instanceof HttpError) status = error.status;
    throw error;
  } finally {
    const ms = performance.now() - begun;
    countRequest(status, ms / 1000);
    noteRefusal(ctx, status);
    if (ctx.state.log.isLevelEnabled("debug")) logAnswer(ctx, status, ms);
  }
});

function logAnswer({ req, state }: Context<State>, status: number, ms: number): void {
  const { method } = req;
  const user = state.identity?.user.id;
  state.log.debug(
    { method, path: loggablePath(req), status, ms: Math.round(ms), user },
    "answered",
  );
}

/** For monitoring; they answer without a sign-in and without the database. */
const OPERATIONS = ["/healthz", "/readyz", "/metrics"];

/** Pages show an error page with the error's status; for programs it is a problem document. */
const answerErrors = define.middleware(async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    const { pathname } = ctx.url;
    const isPage = !pathname.startsWith("/api/") && !OPERATIONS.includes(pathname);
    if (isPage && error instanceof HttpError) throw error;
    const appError = appErrorOf(error, ctx.req, ctx.state.log);
    if (!isPage) return problemResponse(appError);
    throw new HttpError(appError.status, appError.message, { cause: error });
  }
});

const refuseForeignWrites = define.middleware((ctx) => {
  const { byCookie } = tokenFrom(ctx.req.headers);
  refuseForeignWrite(ctx.req, byCookie, ctx.state.auth);
  return ctx.next();
});

const identifyCaller = define.middleware(async (ctx) => {
  if (OPERATIONS.includes(ctx.url.pathname)) return await ctx.next();
  const { token } = tokenFrom(ctx.req.headers);
  const { sql, auth } = ctx.state;
  Object.assign(ctx.state, await examine(sql, auth, token));
  noteToken(ctx);
  return await ctx.next();
});

/** The API counts its calls itself, and a calendar feed counts by its address. */
const limitPages = define.middleware((ctx) => {
  const { pathname } = ctx.url;
  const isPage = !/^\/(api|calendar)\//.test(pathname) && !OPERATIONS.includes(pathname);
  if (isPage) limitCaller(ctx);
  return ctx.next();
});

export default define.middleware([
  observe,
  answerErrors,
  refuseForeignWrites,
  identifyCaller,
  limitPages,
]);
