import { createAccount, draftAccount, sessionCookie } from "../../../lib/auth/mod.ts";
import { define } from "../../../lib/define.ts";
import { readJson } from "../../../lib/http/body.ts";
import { remoteOf } from "../../../lib/http/remote.ts";
import { answerOnce } from "../../../lib/http/idempotency.ts";

export const handlers = define.handlers({
  async POST(ctx) {
    const { auth } = ctx.state;
    const draft = await draftAccount(await readJson(ctx.req));
    return await answerOnce(ctx, async (sql) => {
      const made = await createAccount(sql, auth, draft, remoteOf(ctx.req, ctx.info));
      return ctx.json(made, { status: 201, headers: { "set-cookie": sessionCookie(auth, made) } });
    }, "address");
  },
});
