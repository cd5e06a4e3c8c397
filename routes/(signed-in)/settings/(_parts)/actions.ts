/** Handles the forms of the settings page without a script. */
import { type Context, HttpError } from "fresh";
import {
  changePassword,
  endOtherSessions,
  endSession,
  updateProfile,
} from "../../../../lib/auth/mod.ts";
import type { SignedIn } from "../../../../lib/define.ts";
import { caller } from "../../../../lib/http/caller.ts";
import { remoteOf } from "../../../../lib/http/remote.ts";
import { readId } from "../../../../lib/http/input.ts";
import { setChoices } from "../../../../lib/meetings/choices.ts";
import { choicesOf } from "../../../../lib/ui/settings/choices.ts";
import type { FlashCode } from "../../../../lib/ui/components/flash_message.tsx";
import type { FormValues } from "../../../../lib/forms/form_state.ts";
import { SETTINGS_FIELDS } from "../../../../lib/ui/settings/settings_form.tsx";

type Action = (ctx: Context<SignedIn>, values: FormValues) => Promise<FlashCode>;

const ACTIONS: Record<string, Action> = {
  async profile({ state: { sql, user } }, values) {
    await updateProfile(sql, user, pick(values, SETTINGS_FIELDS.profile));
    return "profile-saved";
  },
  async dates({ state: { sql, user } }, values) {
    await updateProfile(sql, user, pick(values, SETTINGS_FIELDS.dates));
    return "dates-saved";
  },
  async password({ state, req, info }, values) {
    const input = pick(values, SETTINGS_FIELDS.password);
    await changePassword(state.sql, caller(state), input, remoteOf(req, info));
    return "password-changed";
  },
  async end({ state }, { session_id = "" }) {
    await endSession(state.sql, caller(state), readId(session_id));
    return "session-ended";
  },
  async "end-others"({ state }) {
    await endOtherSessions(state.sql, caller(state));
    return "sessions-ended";
  },
  async choices({ state: { sql, user } }, values) {
    await setChoices(sql, user.id, { choices: choicesOf(values, user.role) });
    return "choices-saved";
  },
};

/** Does `action` with the values of a form; returns the message for that. Throws AppErrors. */
export async function changeSetting(
  ctx: Context<SignedIn>,
  action: string,
  values: FormValues,
): Promise<FlashCode> {
  if (!Object.hasOwn(ACTIONS, action)) {
    throw new HttpError(400, "The form could not be read. Go back and try again");
  }
  return await ACTIONS[action](ctx, values);
}

function pick(values: FormValues, names: string[]): FormValues {
  return Object.fromEntries(names.flatMap((name) => name in values ? [[name, values[name]]] : []));
}
