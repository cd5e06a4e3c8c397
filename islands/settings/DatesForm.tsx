/** The time zone and the language in which a person reads times. */
import { useEffect, useState } from "preact/hooks";
import { call } from "../../lib/browser/api/http.ts";
import { useForm } from "../../lib/browser/forms/use_form.ts";
import { describe, Field } from "../../lib/ui/components/field.tsx";
import { Form } from "../../lib/ui/components/form.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import type { FormState } from "../../lib/forms/form_state.ts";
import { SETTINGS_FIELDS, shownOf } from "../../lib/ui/settings/settings_form.tsx";
import { dateText, hourText, zoneText } from "../../lib/time/formats.ts";

type DatesFormProps = {
  /** The time zones to choose from. */
  zones: string[];
  /** The languages to choose from, by tag. */
  locales: Record<string, string>;
  first: FormState;
  /** When the page was rendered (ISO 8601), for the example. */
  now: string;
};

/** A form with an example; once it is saved, the page is loaded again. */
export default function DatesForm({ zones, locales, first, now }: DatesFormProps) {
  const [zone, setZone] = useState(first.values.time_zone);
  const [locale, setLocale] = useState(first.values.locale);
  const { form, busy, callError, submit } = useForm(async ({ time_zone, locale }) => {
    await call("PUT", "/api/auth/me", { body: { time_zone, locale } });
    location.assign("/settings?done=dates-saved");
  }, "dates");
  const { errors, problem } = shownOf(first, callError, SETTINGS_FIELDS.dates);
  const clock = { zone, locale };
  return (
    <Form formRef={form} class="form" action="/settings" onSubmit={submit}>
      <input type="hidden" name="action" value="dates" />
      <ProblemNote text={problem} />
      <Select
        name="time_zone"
        label="Time zone"
        options={withChosen(zones, zone).map((name) => [name, name.replaceAll("_", " ")])}
        chosen={zone}
        choose={setZone}
        error={errors.time_zone}
      />
      <Select
        name="locale"
        label="Language of dates"
        options={withChosen(Object.keys(locales), locale).map((tag) => [tag, locales[tag] ?? tag])}
        chosen={locale}
        choose={setLocale}
        error={errors.locale}
      />
      <p class="settings-example" aria-live="polite">
        <span class="quiet">Right now it is</span>
        <span>{dateText(now, clock)}, {hourText(now, clock)}</span>
        <span class="quiet">{zoneText(zone)}</span>
      </p>
      <div class="actions">
        <button type="submit" class="button button-primary" disabled={busy}>Save dates</button>
        <DeviceZone chosen={zone} choose={setZone} />
      </div>
    </Form>
  );
}

/** Adds a present choice that is not among the options. */
function withChosen(names: string[], chosen: string): string[] {
  return names.includes(chosen) ? names : [chosen, ...names];
}

type SelectProps = {
  name: string;
  label: string;
  options: [value: string, words: string][];
  chosen: string;
  choose: (value: string) => void;
  error?: string;
};

function Select({ name, label, options, chosen, choose, error }: SelectProps) {
  return (
    <Field id={name} label={label} error={error}>
      <select
        name={name}
        onInput={(event) => choose(event.currentTarget.value)}
        {...describe(name, { error })}
      >
        {options.map(([value, words]) => (
          <option key={value} value={value} selected={value === chosen}>{words}</option>
        ))}
      </select>
    </Field>
  );
}

/** For people who travel or have moved. */
function DeviceZone({ chosen, choose }: Pick<SelectProps, "chosen" | "choose">) {
  const [zone, setZone] = useState<string>();
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return (
    <button
      type="button"
      class="button button-plain needs-script"
      disabled={zone === chosen}
      onClick={() => zone && choose(zone)}
    >
      Use this device's time zone
    </button>
  );
}
