/** The second step of signing in, for those who have an authenticator app. */
import { page } from "fresh";
import { finishSignIn } from "../../../lib/auth/mod.ts";
import { clearedPendingCookie, readPending } from "../../../lib/auth/factors/pending.ts";
import { requireSecondFactor } from "../../../lib/auth/factors/second_factor.ts";
import { AppError } from "../../../lib/contract/errors.ts";
import { define } from "../../../lib/define.ts";
import { readForm } from "../../../lib/http/body.ts";
import { remoteOf } from "../../../lib/http/remote.ts";
import { signInHeaders } from "../../../lib/http/sign_in.ts";
import { Brand } from "../../../lib/ui/components/brand.tsx";
import { DocumentHead } from "../../../lib/ui/components/document_head.tsx";
import { TextField } from "../../../lib/ui/components/field.tsx";
import { ProblemNote } from "../../../lib/ui/components/problem_note.tsx";
import { answerTo, failedForm, type FormState } from "../../../lib/forms/form_state.ts";
import { ownPath } from "../../../lib/ui/paths.ts";

export const handlers = define.handlers({
  async GET(ctx) {
    const { sql, auth } = ctx.state;
    const isAwaited = await readPending(sql, auth, ctx.req.headers).then(() => true, isExpired);
    if (!isAwaited) return ctx.redirect(`/login${ctx.url.search}`, 303);
    return page<FormState>({ values: {}, errors: {} });
  },
  async POST(ctx) {
    const { sql, auth, identity } = ctx.state;
    const remote = remoteOf(ctx.req, ctx.info);
    const { otp = "" } = await readForm(ctx.req);
    try {
      const person = await readPending(sql, auth, ctx.req.headers);
      await requireSecondFactor(sql, auth, person.user, otp, remote);
      const signIn = await finishSignIn(sql, auth, person, remote, identity);
      const next = ownPath(ctx.url.searchParams.get("next"));
      const headers = new Headers([
        ["location", next],
        ...signInHeaders(auth, signIn, remote, person),
      ]);
      headers.append("set-cookie", clearedPendingCookie(auth));
      return new Response(null, { status: 303, headers });
    } catch (error) {
      return page(failedForm(error, {}, ["otp"]), answerTo(error));
    }
  },
});

function isExpired(error: unknown): false {
  if (error instanceof AppError && error.code === "unauthenticated") return false;
  throw error;
}

export default define.page<typeof handlers>(function CodePage({ data, url }) {
  const { errors, problem } = data;
  return (
    <main class="panel-page">
      <DocumentHead title="Enter your code" sheet="signed_out" />
      <Brand href="/" />
      <div class="panel">
        <h1>Enter your code</h1>
        <ProblemNote text={problem} />
        <form class="form" method="post">
          <TextField
            label="Code"
            name="otp"
            autocomplete="one-time-code"
            autocapitalize="none"
            spellcheck={false}
            maxLength={40}
            required
            autofocus
            hint="The 6 digits that your authenticator app shows now. Or one of your recovery codes."
            error={errors.otp}
          />
          <button type="submit" class="button button-primary button-wide">Continue</button>
        </form>
        <p class="panel-foot">
          <a href={`/login${url.search}`}>Sign in as somebody else</a>
        </p>
      </div>
    </main>
  );
});
