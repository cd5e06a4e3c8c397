import { authenticate, signIn } from "../../../../lib/auth/mod.ts";
import { define } from "../../../../lib/define.ts";
import { readJson } from "../../../../lib/http/body.ts";
import { remoteOf } from "../../../../lib/http/remote.ts";
import { answerOnce } from "../../../../lib/http/idempotency.ts";
import { signInHeaders } from "../../../../lib/http/sign_in.ts";

export const handlers = define.handlers({
  async POST(ctx) {
    const { sql, auth } = ctx.state;
    const remote = remoteOf(ctx.req, ctx.info);
    const person = await authenticate(sql, auth, await readJson(ctx.req), remote);
    return await answerOnce(ctx, async (sql) => {
      const made = await signIn(sql, auth, person, remote);
      return ctx.json(made, { headers: signInHeaders(auth, made, remote, person) });
    }, "address");
  },
});
