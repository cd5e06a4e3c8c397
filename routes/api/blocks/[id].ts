import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";
import { readId } from "../../../lib/http/input.ts";
import { blockPatient, unblockPatient } from "../../../lib/meetings/blocks.ts";

export const handlers = define.handlers({
  async PUT(ctx) {
    const { user } = caller(ctx.state);
    return ctx.json({ block: await blockPatient(ctx.state.sql, user, readId(ctx.params.id)) });
  },
  async DELETE(ctx) {
    const { user } = caller(ctx.state);
    await unblockPatient(ctx.state.sql, user, readId(ctx.params.id));
    return new Response(null, { status: 204 });
  },
});
