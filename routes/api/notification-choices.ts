import { define } from "../../lib/define.ts";
import { readJson } from "../../lib/http/body.ts";
import { caller } from "../../lib/http/caller.ts";
import { listChoices, setChoices } from "../../lib/meetings/choices.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { user } = caller(ctx.state);
    return ctx.json({ choices: await listChoices(ctx.state.sql, user.id) });
  },
  async PUT(ctx) {
    const { user } = caller(ctx.state);
    return ctx.json({ choices: await setChoices(ctx.state.sql, user.id, await readJson(ctx.req)) });
  },
});
