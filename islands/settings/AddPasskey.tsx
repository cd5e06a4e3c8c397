/** Adds a passkey: the browser makes it, so this needs a script. */
import { useEffect, useState } from "preact/hooks";
import Confirmation from "./Confirmation.tsx";
import { hasPasskeys, isCancelled } from "../../lib/browser/api/passkey_support.ts";
import { addPasskey } from "../../lib/browser/api/passkeys.ts";
import { useForm } from "../../lib/browser/forms/use_form.ts";
import { TextField } from "../../lib/ui/components/field.tsx";
import { Form } from "../../lib/ui/components/form.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import { shownOf } from "../../lib/ui/settings/settings_form.tsx";

export default function AddPasskey({ email }: { email: string }) {
  const [isThere, setThere] = useState(false);
  useEffect(() => setThere(hasPasskeys()), []);
  const { form, busy, callError, submit } = useForm(async ({ name, current_password }) => {
    try {
      await addPasskey(name, current_password);
      location.assign("/settings/security?done=passkey-added");
    } catch (error) {
      if (!isCancelled(error)) throw error;
    }
  });
  const none = { values: {}, errors: {} };
  const { errors, problem } = shownOf(none, callError, ["name", "current_password"]);
  if (!isThere) {
    return <p class="quiet">To add a passkey, this browser needs scripts and passkeys.</p>;
  }
  return (
    <details class="session-end">
      <summary class="button">Add a passkey</summary>
      <Form formRef={form} class="form" action="/settings/security" onSubmit={submit}>
        <ProblemNote text={problem} />
        <TextField
          label="Name of this passkey"
          name="name"
          maxLength={100}
          required
          placeholder="My phone"
          error={errors.name}
        />
        <Confirmation id="passkey-password" email={email} error={errors.current_password} />
        <div class="actions">
          <button type="submit" class="button button-primary" disabled={busy}>Continue</button>
        </div>
      </Form>
    </details>
  );
}
