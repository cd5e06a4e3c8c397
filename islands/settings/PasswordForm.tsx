/** Changes the password. */
import { call } from "../../lib/browser/api/http.ts";
import { toast } from "../../lib/browser/notices/toasts.ts";
import { useForm } from "../../lib/browser/forms/use_form.ts";
import { TextField } from "../../lib/ui/components/field.tsx";
import { Form } from "../../lib/ui/components/form.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import type { FormState } from "../../lib/forms/form_state.ts";
import { SETTINGS_FIELDS, shownOf } from "../../lib/ui/settings/settings_form.tsx";

/** The form includes the user's name, for password managers. */
export default function PasswordForm({ email, first }: { email: string; first: FormState }) {
  const { form, busy, callError, submit } = useForm(async ({ current_password, new_password }) => {
    await call("PUT", "/api/auth/password", { body: { current_password, new_password } });
    form.current?.reset();
    toast("Your password is changed. You are signed out on all other devices.");
  });
  const { errors, problem } = shownOf(first, callError, SETTINGS_FIELDS.password);
  return (
    <Form formRef={form} class="form" action="/settings" onSubmit={submit}>
      <input type="hidden" name="action" value="password" />
      <input name="username" autocomplete="username" value={email} readOnly hidden />
      <ProblemNote text={problem} />
      <TextField
        label="Current password"
        name="current_password"
        type="password"
        autocomplete="current-password"
        maxLength={200}
        required
        error={errors.current_password}
      />
      <TextField
        label="New password"
        name="new_password"
        type="password"
        autocomplete="new-password"
        minLength={8}
        maxLength={200}
        required
        hint="8 characters or more."
        error={errors.new_password}
      />
      <div class="actions">
        <button type="submit" class="button button-primary" disabled={busy}>Change password</button>
      </div>
    </Form>
  );
}
