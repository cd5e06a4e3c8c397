import type { ComponentChildren } from "preact";
import { describe, Field } from "../components/field.tsx";
import { initially } from "../components/initially.ts";
import { DURATIONS, minutesOf, startOf } from "../../forms/meeting_time.ts";
import { durationText } from "./meeting_words.ts";
import { isolated } from "../components/bidi.tsx";
import type { FormState, FormValues } from "../../forms/form_state.ts";
import { type Clock, zoneText } from "../../time/formats.ts";
import { dateIn } from "../../time/wall_time.ts";

type FieldsProps = {
  /** The first values of the fields, and their errors. */
  state: FormState;
  /** Prefix of the ids, for pages with several such forms. */
  prefix?: string;
};

type TimeFieldsProps = FieldsProps & {
  /** The present values. */
  values: FormValues;
  /** Of the person who fills them in. */
  clock: Clock;
  /** Milliseconds. */
  now: number;
  /** Whether a meeting may be left without a time. */
  isOptional?: boolean;
  /** More hints about the time. */
  children?: ComponentChildren;
};

/** When a meeting is, and for how long. */
export function TimeFields(props: TimeFieldsProps) {
  const { state, prefix = "", values, clock, now, isOptional, children } = props;
  const { errors, values: initial } = state;
  const [date, time] = [`${prefix}date`, `${prefix}time`];
  const dateError = errors.date ?? errors.start_datetime;
  const start = startOf(values, clock.zone);
  return (
    <>
      <div class="field-row">
        <Field id={date} label="Date" error={dateError}>
          <input
            type="date"
            name="date"
            required={!isOptional}
            min={dateIn(clock.zone, now)}
            {...initially(initial.date)}
            {...describe(date, { error: dateError })}
          />
        </Field>
        <Field id={time} label="Time" error={errors.time}>
          <input
            type="time"
            name="time"
            required={!isOptional}
            {...initially(initial.time)}
            {...describe(time, { error: errors.time })}
          />
        </Field>
        <DurationField
          id={`${prefix}duration_minutes`}
          minutes={minutesOf(initial)}
          error={errors.duration_minutes}
        />
      </div>
      <div class="field-note">
        <p class="quiet">Times are in {zoneText(clock.zone, new Date(start ?? now))}.</p>
        {children}
      </div>
    </>
  );
}

type DurationFieldProps = {
  id: string;
  minutes: number;
  error?: string;
};

function DurationField({ id, minutes, error }: DurationFieldProps) {
  const choices = [...new Set([...DURATIONS, minutes])].sort((a, b) => a - b);
  return (
    <Field id={id} label="Duration" error={error}>
      <select name="duration_minutes" {...describe(id, { error })}>
        {choices.map((choice) => (
          <option key={choice} value={choice} selected={choice === minutes}>
            {durationText(choice)}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** The link under which a meeting is joined. */
export function LinkField({ state: { values, errors }, prefix = "" }: FieldsProps) {
  const id = `${prefix}meeting_link`;
  const hint = "Optional. The address of a video call, for example.";
  const error = errors.meeting_link;
  return (
    <Field id={id} label="Meeting link" hint={hint} error={error}>
      <input
        type="url"
        name="meeting_link"
        maxLength={500}
        placeholder="https://"
        {...initially(values.meeting_link)}
        {...describe(id, { hint, error })}
      />
    </Field>
  );
}

type ReasonFieldProps = FieldsProps & {
  /** The name of the other person. */
  name: string;
};

/** The reason for declining or cancelling. */
export function ReasonField({ state, prefix = "", name }: ReasonFieldProps) {
  const id = `${prefix}reason`;
  const hint = `Optional. ${isolated(name)} will see it.`;
  const error = state.errors.reason;
  return (
    <Field id={id} label="Reason" hint={hint} error={error}>
      <textarea
        name="reason"
        dir="auto"
        rows={3}
        maxLength={1000}
        {...initially(state.values.reason)}
        {...describe(id, { hint, error })}
      />
    </Field>
  );
}

type FormFootProps = {
  /** The text of the submit button. */
  label: string;
  busy: boolean;
  isDanger?: boolean;
  /** Buttons beside it. */
  children?: ComponentChildren;
};

/** The buttons of a form. */
export function FormFoot({ label, busy, isDanger, children }: FormFootProps) {
  return (
    <div class="actions actions-end">
      {children}
      <button
        type="submit"
        class={isDanger ? "button button-danger" : "button button-primary"}
        disabled={busy}
      >
        {label}
      </button>
    </div>
  );
}

type BackButtonProps = {
  path: string;
  /** Instead of leading to `path`. */
  onBack?: () => void;
};

/** Leaves a form without submitting it. */
export function BackButton({ path, onBack }: BackButtonProps) {
  if (!onBack) return <a class="button" href={path}>Back</a>;
  return <button type="button" class="button" onClick={onBack}>Back</button>;
}

type KindChoiceProps = {
  /** The present values of the form. */
  values: FormValues;
  /** Whether the two have used their trial meeting. */
  hadTrial: boolean;
};

/** Whether it is an ordinary meeting or the one trial meeting. */
export function KindChoice({ values, hadTrial }: KindChoiceProps) {
  const isTrial = values.kind === "trial" && !hadTrial;
  return (
    <fieldset class="radio-cards">
      <legend>Kind</legend>
      <label class="radio-card">
        <input type="radio" name="kind" value="meeting" checked={!isTrial} />
        <span class="radio-card-name">Meeting</span>
        <span class="quiet">As long as you like</span>
      </label>
      <label class="radio-card">
        <input type="radio" name="kind" value="trial" checked={isTrial} disabled={hadTrial} />
        <span class="radio-card-name">Trial meeting</span>
        <span class="quiet">
          {hadTrial
            ? "You two have already had one"
            : "30 minutes, once, to get to know each other"}
        </span>
      </label>
    </fieldset>
  );
}
