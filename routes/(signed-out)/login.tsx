import { page } from "fresh";
import PasskeySignIn from "../../islands/account/PasskeySignIn.tsx";
import PasswordField from "../../islands/account/PasswordField.tsx";
import { authenticatePassword, finishSignIn } from "../../lib/auth/mod.ts";
import { pendingCookie } from "../../lib/auth/factors/pending.ts";
import { hasSecondFactor } from "../../lib/auth/factors/second_factor.ts";
import { define } from "../../lib/define.ts";
import { readForm } from "../../lib/http/body.ts";
import { remoteOf } from "../../lib/http/remote.ts";
import { signInHeaders } from "../../lib/http/sign_in.ts";
import { Brand } from "../../lib/ui/components/brand.tsx";
import { TextField } from "../../lib/ui/components/field.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import { answerTo, failedForm, type FormState } from "../../lib/forms/form_state.ts";
import { ownPath } from "../../lib/ui/paths.ts";
import { FlashMessage } from "../../lib/ui/components/flash_message.tsx";
import { DocumentHead } from "../../lib/ui/components/document_head.tsx";

export const handlers = define.handlers({
  GET(ctx) {
    if (ctx.state.identity) return ctx.redirect(nextOf(ctx.url), 303);
    return page<FormState>({ values: {}, errors: {} });
  },
  async POST(ctx) {
    const { sql, auth, identity } = ctx.state;
    const values = await readForm(ctx.req);
    try {
      const { email = "", password = "" } = values;
      const remote = remoteOf(ctx.req, ctx.info);
      const remember = "remember" in values;
      const input = { email, password, remember };
      const person = await authenticatePassword(sql, auth, input, remote);
      if (await hasSecondFactor(sql, person.user.id)) {
        const location = `/login/code${ctx.url.search}`;
        const headers = { location, "set-cookie": await pendingCookie(auth, person) };
        return new Response(null, { status: 303, headers });
      }
      const signIn = await finishSignIn(sql, auth, person, remote, identity);
      const cookies = signInHeaders(auth, signIn, remote, { remember });
      const headers = new Headers([["location", nextOf(ctx.url)], ...cookies]);
      return new Response(null, { status: 303, headers });
    } catch (error) {
      const refused = failedForm(error, values, ["email", "password"]);
      return page(refused, answerTo(error));
    }
  },
});

function nextOf(url: URL): string {
  return ownPath(url.searchParams.get("next"));
}

export default define.page<typeof handlers>(function LoginPage({ data, url }) {
  const { values, errors, problem } = data;
  return (
    <main class="panel-page">
      <DocumentHead title="Sign in" sheet="signed_out" />
      <Brand href="/" />
      <div class="panel">
        <h1>Sign in</h1>
        <FlashMessage url={url} />
        <ProblemNote text={problem} />
        <form class="form" method="post">
          <TextField
            label="Email"
            name="email"
            type="email"
            autocomplete="username"
            required
            value={values.email}
            error={errors.email}
          />
          <PasswordField
            label="Password"
            name="password"
            autocomplete="current-password"
            error={errors.password}
          />
          <label class="line">
            <input type="checkbox" name="remember" checked={"remember" in values} />
            Keep me signed in on this device
          </label>
          <button type="submit" class="button button-primary button-wide">Sign in</button>
        </form>
        <PasskeySignIn next={nextOf(url)} />
        <p class="panel-foot">
          Forgot your password? Ask the people who run this service for a link to set a new one.
        </p>
        <p class="panel-foot">
          New here? <a href={`/register${url.search}`}>Create an account</a>
        </p>
      </div>
    </main>
  );
});
