/** What the forms of the settings page have in common. */
import type { ComponentChildren } from "preact";
import type { FieldError } from "../../contract/errors.ts";
import { type FormState, sentence } from "../../forms/form_state.ts";

/** The fields of each form of the page, by its `action`. */
export const SETTINGS_FIELDS = {
  profile: ["full_name", "specialty", "institution", "bio"],
  dates: ["time_zone", "locale"],
  email: ["email", "current_password"],
  password: ["current_password", "new_password"],
  end: ["current_password"],
  "end-others": ["current_password"],
};

/** The errors of a form: those of the last call, or those that the page came with. */
export function shownOf(
  first: FormState,
  appError: { message: string; errors: FieldError[] } | null | undefined,
  fields: string[],
): Pick<FormState, "errors" | "problem"> {
  if (appError === undefined) return first;
  const atField = appError?.errors.filter(({ path }) => fields.includes(path)) ?? [];
  return {
    errors: Object.fromEntries(
      atField.toReversed().map(({ path, message }) => [path, sentence(message)]),
    ),
    problem: appError && atField.length === 0 ? sentence(appError.message) : undefined,
  };
}

type SectionProps = {
  id: string;
  title: string;
  about: string;
  children: ComponentChildren;
};

/** A part of the page: what it is about, and beside it a card. */
export function SettingsSection({ id, title, about, children }: SectionProps) {
  return (
    <section id={id} class="settings-section" aria-labelledby={`${id}-heading`}>
      <div class="settings-about">
        <h2 id={`${id}-heading`} tabIndex={-1}>{title}</h2>
        <p class="quiet">{about}</p>
      </div>
      <div class="card settings-card">{children}</div>
    </section>
  );
}
