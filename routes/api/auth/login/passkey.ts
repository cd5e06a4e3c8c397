import { finishSignIn } from "../../../../lib/auth/mod.ts";
import { authenticatePasskey, beginPasskeySignIn } from "../../../../lib/auth/factors/passkeys.ts";
import { define } from "../../../../lib/define.ts";
import { readJson } from "../../../../lib/http/body.ts";
import { ownOrigin } from "../../../../lib/http/origins.ts";
import { remoteOf } from "../../../../lib/http/remote.ts";
import { signInHeaders } from "../../../../lib/http/sign_in.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    return ctx.json(await beginPasskeySignIn(ctx.state.auth, ownOrigin(ctx)));
  },
  async PUT(ctx) {
    const { sql, auth, identity } = ctx.state;
    const remote = remoteOf(ctx.req, ctx.info);
    const person = await authenticatePasskey(sql, auth, ownOrigin(ctx), await readJson(ctx.req));
    const made = await finishSignIn(sql, auth, person, remote, identity);
    return ctx.json(made, { headers: signInHeaders(auth, made, remote, person) });
  },
});
