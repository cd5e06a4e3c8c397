/** Changes the address by which somebody signs in. */
import Confirmation from "./Confirmation.tsx";
import { call } from "../../lib/browser/api/http.ts";
import { useForm } from "../../lib/browser/forms/use_form.ts";
import { TextField } from "../../lib/ui/components/field.tsx";
import { Form } from "../../lib/ui/components/form.tsx";
import { initially } from "../../lib/ui/components/initially.ts";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import type { FormState } from "../../lib/forms/form_state.ts";
import { SETTINGS_FIELDS, shownOf } from "../../lib/ui/settings/settings_form.tsx";

/** `first` has the present address, or the one that was refused. */
export default function EmailForm({ email, first }: { email: string; first: FormState }) {
  const { form, busy, callError, submit } = useForm(async ({ email, current_password }) => {
    await call("PUT", "/api/auth/email", { body: { email, current_password } });
    location.assign("/settings?done=email-changed");
  });
  const { errors, problem } = shownOf(first, callError, SETTINGS_FIELDS.email);
  return (
    <Form formRef={form} class="form" action="/settings" onSubmit={submit}>
      <input type="hidden" name="action" value="email" />
      <ProblemNote text={problem} />
      <TextField
        label="Email"
        name="email"
        type="email"
        autocomplete="email"
        maxLength={254}
        required
        {...initially(first.values.email)}
        error={errors.email}
      />
      <Confirmation id="email-password" email={email} error={errors.current_password} />
      <div class="actions">
        <button type="submit" class="button button-primary" disabled={busy}>Change email</button>
      </div>
    </Form>
  );
}
