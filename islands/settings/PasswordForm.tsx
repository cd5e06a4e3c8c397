/** Changes the password. */
import PasswordField from "../account/PasswordField.tsx";
import { call } from "../../lib/browser/api/http.ts";
import { replaceSession } from "../../lib/browser/connection/connection.ts";
import { useForm } from "../../lib/browser/forms/use_form.ts";
import { Form } from "../../lib/ui/components/form.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import type { FormState } from "../../lib/forms/form_state.ts";
import { SETTINGS_FIELDS, shownOf } from "../../lib/ui/settings/settings_form.tsx";

/** Once it is changed, the page is loaded again, since the calendar link on it has ended. */
export default function PasswordForm({ email, first }: { email: string; first: FormState }) {
  const { form, busy, callError, submit } = useForm(async ({ current_password, new_password }) => {
    const body = { current_password, new_password };
    await replaceSession(() => call("PUT", "/api/auth/password", { body }));
    location.assign("/settings?done=password-changed");
  });
  const { errors, problem } = shownOf(first, callError, SETTINGS_FIELDS.password);
  return (
    <Form formRef={form} class="form" action="/settings" onSubmit={submit}>
      <input type="hidden" name="action" value="password" />
      <input name="username" autocomplete="username" value={email} readOnly hidden />
      <ProblemNote text={problem} />
      <PasswordField
        label="Current password"
        name="current_password"
        autocomplete="current-password"
        error={errors.current_password}
      />
      <PasswordField
        label="New password"
        name="new_password"
        autocomplete="new-password"
        hint="8 characters or more, and none that many people use."
        error={errors.new_password}
      />
      <div class="actions">
        <button type="submit" class="button button-primary" disabled={busy}>Change password</button>
      </div>
    </Form>
  );
}
