/** The steps of setting up an authenticator app. */
import { renderSVG } from "uqr";
import type { AuthenticatorSetup } from "../../../../lib/contract/factors.ts";
import type { FormState } from "../../../../lib/forms/form_state.ts";
import { TextField } from "../../../../lib/ui/components/field.tsx";
import { Form } from "../../../../lib/ui/components/form.tsx";
import { ProblemNote } from "../../../../lib/ui/components/problem_note.tsx";

/** Shows the secret, and asks for the app's first code. */
export function SetupForm({ setup, form }: { setup: AuthenticatorSetup; form?: FormState }) {
  return (
    <Form class="form" action="/settings/security">
      <input type="hidden" name="action" value="add" />
      <input type="hidden" name="setup" value={setup.setup} />
      <ProblemNote text={form?.problem} />
      <p>Scan this picture with your authenticator app.</p>
      <div
        class="setup-picture"
        role="img"
        aria-label="QR code for your authenticator app"
        // deno-lint-ignore react-no-danger -- drawn here, from an address with everything escaped
        dangerouslySetInnerHTML={{ __html: renderSVG(setup.uri, { border: 2 }) }}
      />
      <p>
        Or type this key into the app:{" "}
        <code class="setup-key">{setup.secret.match(/.{1,4}/g)!.join(" ")}</code>
      </p>
      <TextField
        label="Code that the app shows"
        name="otp"
        inputmode="numeric"
        autocomplete="one-time-code"
        maxLength={10}
        required
        error={form?.errors.otp}
      />
      <div class="actions">
        <button type="submit" class="button button-primary">Turn on</button>
        <a class="button" href="/settings/security">Cancel</a>
      </div>
    </Form>
  );
}

/** New recovery codes, this once. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  return (
    <div class="form">
      <h3>Keep these recovery codes</h3>
      <p>
        If you lose your phone, each of them signs you in once. Print them, or keep them in your
        password manager. They are not shown again.
      </p>
      <ul class="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="actions">
        <a class="button button-primary" href="/settings/security">I have kept them</a>
      </div>
    </div>
  );
}
