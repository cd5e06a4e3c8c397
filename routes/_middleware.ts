/** Every request passes here: who calls, and whether it may write. */
import { HttpError } from "fresh";
import { identify, tokenFrom } from "../lib/auth/mod.ts";
import { Refusal } from "../lib/contract/errors.ts";
import { define } from "../lib/define.ts";
import { refuseForeignWrite } from "../lib/http/origins.ts";
import { problemResponse, refusalOf } from "../lib/http/problems.ts";

/** Pages show an error page with the refusal's status; below /api it is a problem document. */
const tellRefusals = define.middleware(async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    if (ctx.url.pathname.startsWith("/api/")) {
      return problemResponse(refusalOf(error, ctx.req, ctx.state.log));
    }
    if (!(error instanceof Refusal)) throw error;
    throw new HttpError(error.status, error.message, { cause: error });
  }
});

const refuseForeignWrites = define.middleware((ctx) => {
  const { byCookie } = tokenFrom(ctx.req.headers);
  refuseForeignWrite(ctx.req, byCookie, ctx.state.auth.allowedOrigins);
  return ctx.next();
});

const identifyCaller = define.middleware(async (ctx) => {
  const { token } = tokenFrom(ctx.req.headers);
  ctx.state.identity = await identify(ctx.state.sql, ctx.state.auth, token);
  return await ctx.next();
});

export default define.middleware([tellRefusals, refuseForeignWrites, identifyCaller]);
