/** Ends a session, or all others: with the password, which is asked for once this is opened. */
import Confirmation from "./Confirmation.tsx";
import { useForm } from "../../lib/browser/forms/use_form.ts";
import type { Session } from "../../lib/contract/account.ts";
import type { FormState } from "../../lib/forms/form_state.ts";
import { Form } from "../../lib/ui/components/form.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import { deviceText } from "../../lib/ui/settings/device.ts";
import { SETTINGS_FIELDS, shownOf } from "../../lib/ui/settings/settings_form.tsx";

type EndSessionProps = {
  /** None for all others. */
  session?: Session;
  email: string;
  /** Rejects with a CallError. */
  end: (body: { current_password: string }) => Promise<void>;
  refused?: FormState;
};

const NOTHING: FormState = { values: {}, errors: {} };

/** Works without a script as with one. */
export default function EndSession({ session, email, end, refused }: EndSessionProps) {
  const { form, busy, callError, submit } = useForm(({ current_password }) =>
    end({ current_password })
  );
  const { errors, problem } = shownOf(refused ?? NOTHING, callError, SETTINGS_FIELDS.end);
  const words = session ? "Sign out this device" : "Sign out all other devices";
  return (
    <details class="session-end" open={refused !== undefined}>
      <summary class="button">
        {words}
        {session && <span class="sr-only">: {deviceText(session.user_agent)}</span>}
      </summary>
      <Form formRef={form} class="form" action="/settings" onSubmit={submit}>
        <input type="hidden" name="action" value={session ? "end" : "end-others"} />
        {session && <input type="hidden" name="session_id" value={session.id} />}
        <ProblemNote text={problem} />
        <Confirmation
          id={`end-password-${session?.id ?? "others"}`}
          email={email}
          error={errors.current_password}
        />
        <div class="actions">
          <button type="submit" class="button button-danger" disabled={busy}>Sign out</button>
        </div>
      </Form>
    </details>
  );
}
