import { define } from "../../../lib/define.ts";
import { caller } from "../../../lib/http/caller.ts";
import { listBlocks } from "../../../lib/meetings/blocks.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return ctx.json({ blocks: await listBlocks(ctx.state.sql, caller(ctx.state).user) });
  },
});
