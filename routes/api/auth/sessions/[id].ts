import { endSession } from "../../../../lib/auth/mod.ts";
import { define } from "../../../../lib/define.ts";
import { readJson } from "../../../../lib/http/body.ts";
import { callerFrom } from "../../../../lib/http/caller.ts";
import { readId } from "../../../../lib/http/input.ts";

export const handlers = define.handlers({
  async DELETE(ctx) {
    const { sql, auth } = ctx.state;
    const id = readId(ctx.params.id);
    await endSession(sql, auth, callerFrom(ctx), id, await readJson(ctx.req));
    return new Response(null, { status: 204 });
  },
});
