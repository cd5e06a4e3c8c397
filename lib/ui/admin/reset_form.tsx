import type { FormState } from "../../forms/form_state.ts";
import { TextField } from "../components/field.tsx";
import { Form } from "../components/form.tsx";

/** A link that was just made; it is not shown again. */
export type MadeLink = { email: string; link: string };
type ResetFormProps = { made?: MadeLink; form?: FormState };

/** Makes a link by which somebody who forgot their password sets a new one. */
export function ResetForm({ made, form }: ResetFormProps) {
  return (
    <section class="card admin-reset" aria-labelledby="reset-heading">
      <Form class="form" action="/admin">
        <h2 id="reset-heading">Somebody forgot their password?</h2>
        <p class="quiet">
          Make a link for them, and hand it to nobody else. It works once, within a day.
        </p>
        <input type="hidden" name="action" value="reset" />
        {made && (
          <div class="note tone-success" role="status">
            <p>
              The link for <bdi>{made.email}</bdi>, which is not shown again:
            </p>
            <p>
              <code class="reset-link">{made.link}</code>
            </p>
          </div>
        )}
        <TextField
          label="Their email"
          name="email"
          type="email"
          autocomplete="off"
          required
          value={form?.values.email}
          error={form?.errors.email}
        />
        <div class="actions">
          <button type="submit" class="button">Make a link</button>
        </div>
      </Form>
    </section>
  );
}
