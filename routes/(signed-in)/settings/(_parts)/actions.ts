/** Handles the forms of the settings page without a script. */
import { type Context, HttpError } from "fresh";
import {
  changeEmail,
  changePassword,
  endOtherSessions,
  endSession,
  updateProfile,
} from "../../../../lib/auth/mod.ts";
import { recordSeen } from "../../../../lib/audit/sign_ins.ts";
import type { SignedIn } from "../../../../lib/define.ts";
import { callerFrom } from "../../../../lib/http/caller.ts";
import { readId } from "../../../../lib/http/input.ts";
import { deviceHeader, signInHeaders } from "../../../../lib/http/sign_in.ts";
import { setChoices } from "../../../../lib/meetings/choices.ts";
import { choicesOf } from "../../../../lib/ui/settings/choices.ts";
import type { FlashCode } from "../../../../lib/ui/components/flash_message.tsx";
import type { FormValues } from "../../../../lib/forms/form_state.ts";
import { SETTINGS_FIELDS } from "../../../../lib/ui/settings/settings_form.tsx";

/** May add to the `headers` of the answer. */
type Action = (
  ctx: Context<SignedIn>,
  values: FormValues,
  headers: Headers,
) => Promise<FlashCode>;

const ACTIONS: Record<string, Action> = {
  async profile({ state: { sql, user } }, values) {
    await updateProfile(sql, user, pick(values, SETTINGS_FIELDS.profile));
    return "profile-saved";
  },
  async dates({ state: { sql, user } }, values) {
    await updateProfile(sql, user, pick(values, SETTINGS_FIELDS.dates));
    return "dates-saved";
  },
  async email(ctx, values, headers) {
    const { sql, auth } = ctx.state;
    const from = callerFrom(ctx);
    const user = await changeEmail(sql, auth, from, pick(values, SETTINGS_FIELDS.email));
    headers.append(...deviceHeader(auth, from.remote, user));
    return "email-changed";
  },
  async password(ctx, values, headers) {
    const { sql, auth } = ctx.state;
    const from = callerFrom(ctx);
    const input = pick(values, SETTINGS_FIELDS.password);
    const { signIn, remember } = await changePassword(sql, auth, from, input);
    const cookies = signInHeaders(auth, signIn, from.remote, { remember });
    cookies.forEach(([name, value]) => headers.append(name, value));
    return "password-changed";
  },
  async end(ctx, values) {
    const { sql, auth } = ctx.state;
    const id = readId(values.session_id ?? "");
    await endSession(sql, auth, callerFrom(ctx), id, pick(values, SETTINGS_FIELDS.end));
    return "session-ended";
  },
  async "end-others"(ctx, values) {
    const { sql, auth } = ctx.state;
    await endOtherSessions(sql, auth, callerFrom(ctx), pick(values, SETTINGS_FIELDS.end));
    return "sessions-ended";
  },
  async "sign-ins-seen"(ctx) {
    const { sql, log } = ctx.state;
    const { identity, remote } = callerFrom(ctx);
    await recordSeen(sql, log, identity, remote);
    return "sign-ins-seen";
  },
  async choices({ state: { sql, user } }, values) {
    await setChoices(sql, user.id, { choices: choicesOf(values, user.role) });
    return "choices-saved";
  },
};

/**
 * Does `action` with the values of a form, and adds to the `headers` of the answer; returns the
 * message for it. Throws AppErrors.
 */
export async function changeSetting(
  ctx: Context<SignedIn>,
  action: string,
  values: FormValues,
  headers: Headers,
): Promise<FlashCode> {
  if (!Object.hasOwn(ACTIONS, action)) {
    throw new HttpError(400, "The form could not be read. Go back and try again");
  }
  return await ACTIONS[action](ctx, values, headers);
}

function pick(values: FormValues, names: string[]): FormValues {
  return Object.fromEntries(names.flatMap((name) => name in values ? [[name, values[name]]] : []));
}
