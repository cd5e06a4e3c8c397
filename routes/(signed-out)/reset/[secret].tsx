/** Sets a new password, by a link that an admin handed out. */
import { page } from "fresh";
import PasswordField from "../../../islands/account/PasswordField.tsx";
import { findReset, resetPassword } from "../../../lib/auth/passwords/reset.ts";
import { define } from "../../../lib/define.ts";
import { answerTo, failedForm, type FormState } from "../../../lib/forms/form_state.ts";
import { readForm } from "../../../lib/http/body.ts";
import { remoteOf } from "../../../lib/http/remote.ts";
import { Brand } from "../../../lib/ui/components/brand.tsx";
import { DocumentHead } from "../../../lib/ui/components/document_head.tsx";
import { flashPath } from "../../../lib/ui/components/flash_message.tsx";
import { ProblemNote } from "../../../lib/ui/components/problem_note.tsx";

/** `email` is whose link it is; missing where it can no longer be used. */
type Data = { email?: string; form: FormState };

const PRIVATE = { "cache-control": "private, no-store", "referrer-policy": "no-referrer" };

export const handlers = define.handlers({
  async GET(ctx) {
    try {
      const { email } = await findReset(ctx.state.sql, ctx.params.secret);
      return page<Data>({ email, form: { values: {}, errors: {} } }, { headers: PRIVATE });
    } catch (error) {
      return page<Data>({ form: failedForm(error, {}, []) }, answerTo(error));
    }
  },
  async POST(ctx) {
    const { sql, auth } = ctx.state;
    const { secret } = ctx.params;
    const { new_password = "" } = await readForm(ctx.req);
    try {
      await resetPassword(sql, auth, secret, { new_password }, remoteOf(ctx.req, ctx.info));
      return ctx.redirect(flashPath("/login", "password-reset"), 303);
    } catch (error) {
      const form = failedForm(error, {}, ["new_password"]);
      const email = await findReset(sql, secret).then((user) => user.email, () => undefined);
      return page<Data>({ email, form }, answerTo(error));
    }
  },
});

export default define.page<typeof handlers>(function ResetPage({ data }) {
  const { email, form: { errors, problem } } = data;
  return (
    <main class="panel-page">
      <DocumentHead title="New password" sheet="signed_out" />
      <Brand href="/" />
      <div class="panel">
        <h1>New password</h1>
        <ProblemNote text={problem} />
        {email && (
          <form class="form" method="post">
            <p class="quiet">
              For <bdi>{email}</bdi>. You are then signed out on all devices.
            </p>
            <input name="username" autocomplete="username" value={email} readOnly hidden />
            <PasswordField
              label="New password"
              name="new_password"
              autocomplete="new-password"
              hint="8 characters or more, and none that many people use."
              error={errors.new_password}
            />
            <button type="submit" class="button button-primary button-wide">Set password</button>
          </form>
        )}
        <p class="panel-foot">
          <a href="/login">Sign in</a>
        </p>
      </div>
    </main>
  );
});
