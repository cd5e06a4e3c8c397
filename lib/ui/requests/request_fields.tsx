import type { Expert } from "../../contract/users.ts";
import { describe, Field } from "../components/field.tsx";
import { initially } from "../components/initially.ts";
import type { FormValues } from "../../forms/form_state.ts";
import { startOf } from "../../forms/meeting_time.ts";
import { LONGEST, messageOf } from "../../forms/request_form.ts";
import { TheirTime } from "./their_time.tsx";
import { type Clock, zoneText } from "../../time/formats.ts";
import { dateIn } from "../../time/wall_time.ts";
import { MEETING_TYPE_WORDS } from "../components/words.ts";

type RequestFieldsProps = {
  /** The first values of the fields. */
  initial: FormValues;
  /** The present values. */
  values: FormValues;
  errors: FormValues;
  expert: Expert;
  /** Of the patient. Date and time are meant in its zone. */
  clock: Clock;
  /** Milliseconds. */
  now: number;
};

/** The fields of a meeting request. */
export function RequestFields(props: RequestFieldsProps) {
  const { initial, values, errors, expert, clock, now } = props;
  const dateError = errors.date ?? errors.preferred_datetime;
  const wanted = startOf(values, clock.zone);
  return (
    <>
      <MessageField initial={initial} values={values} error={errors.message} />
      <div class="field-row">
        <Field id="date" label="Date" error={dateError}>
          <input
            type="date"
            name="date"
            min={dateIn(clock.zone, now)}
            {...initially(initial.date)}
            {...describe("date", { error: dateError })}
          />
        </Field>
        <Field id="time" label="Time" error={errors.time}>
          <input
            type="time"
            name="time"
            {...initially(initial.time)}
            {...describe("time", { error: errors.time })}
          />
        </Field>
      </div>
      <div class="field-note">
        <p class="quiet">
          Optional. Times are in {zoneText(clock.zone, new Date(wanted ?? now))}.
        </p>
        <TheirTime person={expert} clock={clock} wanted={wanted} now={now} />
      </div>
      <TypeField initial={initial.meeting_type} error={errors.meeting_type} />
    </>
  );
}

type MessageFieldProps = {
  initial: FormValues;
  values: FormValues;
  error?: string;
};

function MessageField({ initial, values, error }: MessageFieldProps) {
  const rest = LONGEST - messageOf(values).length;
  return (
    <div class="field">
      <div class="row row-apart">
        <label for="message">Message</label>
        <p id="message-count" class={rest < 0 ? "field-error" : "quiet"}>
          {LONGEST - rest} / {LONGEST}
        </p>
      </div>
      <textarea
        name="message"
        dir="auto"
        rows={5}
        required
        autofocus
        placeholder="What would you like to discuss?"
        {...initially(initial.message)}
        {...describe("message", { error })}
      />
      <p class="sr-only" aria-live="polite">
        {rest < 0 ? `${-rest} characters too many` : rest < 100 ? `${rest} characters left` : ""}
      </p>
      {error && <p id="message-error" class="field-error">{error}</p>}
    </div>
  );
}

function TypeField({ initial, error }: { initial?: string; error?: string }) {
  return (
    <Field id="meeting_type" label="Meeting Type" error={error}>
      <select name="meeting_type" {...describe("meeting_type", { error })}>
        {Object.entries(MEETING_TYPE_WORDS).map(([type, words]) => (
          <option key={type} value={type} selected={type === initial}>{words}</option>
        ))}
      </select>
    </Field>
  );
}
