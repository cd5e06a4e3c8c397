/** Changes the address by which somebody signs in. Rarely used, so it needs no script. */
import Confirmation from "../../../../islands/settings/Confirmation.tsx";
import { TextField } from "../../../../lib/ui/components/field.tsx";
import { Form } from "../../../../lib/ui/components/form.tsx";
import { initially } from "../../../../lib/ui/components/initially.ts";
import { ProblemNote } from "../../../../lib/ui/components/problem_note.tsx";
import type { FormState } from "../../../../lib/forms/form_state.ts";

/** `form` has the present address, or the one that was refused. */
export function EmailForm({ email, form }: { email: string; form: FormState }) {
  const { values, errors, problem } = form;
  return (
    <Form class="form" action="/settings">
      <input type="hidden" name="action" value="email" />
      <ProblemNote text={problem} />
      <TextField
        label="Email"
        name="email"
        type="email"
        autocomplete="email"
        maxLength={254}
        required
        {...initially(values.email)}
        error={errors.email}
      />
      <Confirmation id="email-password" email={email} error={errors.current_password} />
      <div class="actions">
        <button type="submit" class="button button-primary">Change email</button>
      </div>
    </Form>
  );
}
