import { endSession } from "../../../../lib/auth/mod.ts";
import { define } from "../../../../lib/define.ts";
import { caller } from "../../../../lib/http/caller.ts";
import { readId } from "../../../../lib/http/input.ts";

export const handlers = define.handlers({
  async DELETE(ctx) {
    await endSession(ctx.state.sql, caller(ctx.state), readId(ctx.params.id));
    return new Response(null, { status: 204 });
  },
});
