/** The authenticator app of a person, and what can be done about it. */
import Confirmation from "../../../../islands/settings/Confirmation.tsx";
import type { Factors } from "../../../../lib/contract/factors.ts";
import type { FormState } from "../../../../lib/forms/form_state.ts";
import { type Clock, dateText } from "../../../../lib/time/formats.ts";
import { Form } from "../../../../lib/ui/components/form.tsx";
import { ProblemNote } from "../../../../lib/ui/components/problem_note.tsx";

/** A form that failed: its action and state. */
export type Refused = { action: string; state: FormState };
type AuthenticatorFormsProps = { factors: Factors; email: string; clock: Clock; refused?: Refused };

export function AuthenticatorForms({ factors, email, clock, refused }: AuthenticatorFormsProps) {
  const { authenticator, recovery_codes } = factors;
  const props = { email, refused };
  if (!authenticator) {
    return (
      <div class="form">
        {refused?.action === "add" && <ProblemNote text={refused.state.problem} />}
        <p>You have no authenticator app yet.</p>
        <ConfirmedForm {...props} action="begin" words="Set up an authenticator app" />
      </div>
    );
  }
  const { created_at, last_used_at } = authenticator;
  return (
    <div class="form">
      <p>
        On since {dateText(created_at, clock)}
        {last_used_at && `, last used on ${dateText(last_used_at, clock)}`}. {recovery_codes === 1
          ? "1 recovery code is left."
          : `${recovery_codes} recovery codes are left.`}
      </p>
      <ConfirmedForm {...props} action="codes" words="Get new recovery codes" />
      <ConfirmedForm {...props} action="begin" words="Set up another app instead" />
      <ConfirmedForm {...props} action="remove" words="Remove the app" isDanger />
    </div>
  );
}

type ConfirmedFormProps = {
  action: string;
  words: string;
  email: string;
  refused?: Refused;
  isDanger?: boolean;
  /** The id of the passkey that it is about. */
  passkey?: string;
};

/** A form that opens, and asks for the password. */
export function ConfirmedForm(
  { action, words, email, refused, isDanger, passkey = "" }: ConfirmedFormProps,
) {
  const isRefused = refused?.action === action &&
    (refused.state.values.passkey_id ?? "") === passkey;
  const state = isRefused ? refused.state : undefined;
  return (
    <details class="session-end" open={state !== undefined}>
      <summary class="button">{words}</summary>
      <Form class="form" action="/settings/security">
        <input type="hidden" name="action" value={action} />
        {passkey && <input type="hidden" name="passkey_id" value={passkey} />}
        <ProblemNote text={state?.problem} />
        <Confirmation
          id={`${action}-password${passkey}`}
          email={email}
          error={state?.errors.current_password}
        />
        <div class="actions">
          <button type="submit" class={`button button-${isDanger ? "danger" : "primary"}`}>
            {isDanger ? "Remove" : "Continue"}
          </button>
        </div>
      </Form>
    </details>
  );
}
