/** What signs somebody in besides the password. Its forms need no script. */
import { type Context, HttpError, page } from "fresh";
import { lacksFactor } from "../../../lib/auth/factors/admins.ts";
import { listPasskeys, removePasskey } from "../../../lib/auth/factors/passkeys.ts";
import {
  addAuthenticator,
  beginAuthenticator,
  findFactors,
  readSetup,
  removeAuthenticator,
  renewRecoveryCodes,
} from "../../../lib/auth/mod.ts";
import type { AuthenticatorSetup } from "../../../lib/contract/factors.ts";
import { defineSignedIn, type SignedIn } from "../../../lib/define.ts";
import {
  answerTo,
  failedForm,
  type FormState,
  type FormValues,
} from "../../../lib/forms/form_state.ts";
import { readForm } from "../../../lib/http/body.ts";
import { callerFrom } from "../../../lib/http/caller.ts";
import { loadInbox } from "../../../lib/meetings/inbox.ts";
import { clockOf } from "../../../lib/time/formats.ts";
import { DocumentHead } from "../../../lib/ui/components/document_head.tsx";
import { FlashMessage, flashPath } from "../../../lib/ui/components/flash_message.tsx";
import { AlertIcon } from "../../../lib/ui/components/icons.tsx";
import { SettingsSection } from "../../../lib/ui/settings/settings_form.tsx";
import { AuthenticatorForms } from "./(_parts)/authenticator_forms.tsx";
import { Passkeys } from "./(_parts)/passkey_list.tsx";
import { RecoveryCodes, SetupForm } from "./(_parts)/authenticator_setup.tsx";

/** What the page shows besides the factors: a set-up that has begun, new codes, a failed form. */
type Step = {
  setup?: AuthenticatorSetup;
  codes?: string[];
  refused?: { action: string; state: FormState };
};

export const handlers = defineSignedIn.handlers({
  GET: async (ctx) => page(await load(ctx)),
  async POST(ctx) {
    const values = await readForm(ctx.req);
    const { action = "" } = values;
    try {
      const step = await act(ctx, action, values);
      const removed = action === "remove-passkey" ? "passkey" : "authenticator";
      if (step) return page(await load(ctx, step));
      return ctx.redirect(flashPath("/settings/security", `${removed}-removed`), 303);
    } catch (error) {
      const { passkey_id = "" } = values;
      const state = failedForm(error, { passkey_id }, ["current_password", "otp"]);
      const { auth } = ctx.state;
      const setup = action === "add"
        ? await readSetup(auth, callerFrom(ctx), values.setup ?? "").catch(() => undefined)
        : undefined;
      return page(await load(ctx, { setup, refused: { action, state } }), answerTo(error));
    }
  },
});

/** Does what a form asks for; returns what to show then, null after a removal. Throws AppErrors. */
async function act(
  ctx: Context<SignedIn>,
  action: string,
  { current_password = "", setup = "", otp = "", passkey_id = "" }: FormValues,
): Promise<Step | null> {
  const { sql, auth } = ctx.state;
  const from = callerFrom(ctx);
  if (action === "begin") {
    return { setup: await beginAuthenticator(sql, auth, from, { current_password }) };
  }
  if (action === "add") return { codes: await addAuthenticator(sql, auth, from, { setup, otp }) };
  if (action === "codes") {
    return { codes: await renewRecoveryCodes(sql, auth, from, { current_password }) };
  }
  if (action === "remove-passkey") {
    await removePasskey(sql, auth, from, passkey_id, { current_password });
    return null;
  }
  if (action !== "remove") {
    throw new HttpError(400, "The form could not be read. Go back and try again");
  }
  await removeAuthenticator(sql, auth, from, { current_password });
  return null;
}

async function load(ctx: Context<SignedIn>, step: Step = {}) {
  const { sql, auth, user } = ctx.state;
  ctx.state.inbox = await loadInbox(ctx.state, user);
  const isNeeded = await lacksFactor(sql, auth, user);
  const factors = await findFactors(sql, user.id);
  return { factors, passkeys: await listPasskeys(sql, user.id), isNeeded, ...step };
}

export default defineSignedIn.page<typeof handlers>(function SecurityPage({ data, state, url }) {
  const { factors, passkeys, isNeeded, setup, codes, refused } = data;
  const { user } = state;
  return (
    <>
      <DocumentHead title="Sign-in security" sheet="settings" />
      <div class="page-head">
        <a href="/settings">Settings</a>
        <h1>Sign-in security</h1>
      </div>
      <FlashMessage url={url} />
      {isNeeded && (
        <p class="line note tone-waiting">
          <AlertIcon />
          <span>Admins need an authenticator app or a passkey. Set one up to go on.</span>
        </p>
      )}
      <SettingsSection
        id="authenticator"
        title="Authenticator app"
        about="An app on your phone shows a new code every 30 seconds. With it, nobody can sign in with your password alone."
      >
        {codes
          ? <RecoveryCodes codes={codes} />
          : setup
          ? <SetupForm setup={setup} form={refused?.state} />
          : (
            <AuthenticatorForms
              factors={factors}
              email={user.email}
              clock={clockOf(user)}
              refused={refused}
            />
          )}
      </SettingsSection>
      <SettingsSection
        id="passkeys"
        title="Passkeys"
        about="Sign in with your fingerprint, your face or the PIN of your device, without a password."
      >
        <Passkeys
          passkeys={passkeys}
          email={user.email}
          clock={clockOf(user)}
          refused={refused}
        />
      </SettingsSection>
    </>
  );
});
