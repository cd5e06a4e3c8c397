/** The form that schedules a meeting with a person without a request. */
import { useLazy } from "../../lib/browser/hooks/hooks.ts";
import { createSchedule, createTrial } from "../../lib/browser/store/schedules.ts";
import { useSentForm } from "../../lib/browser/forms/sent_form.ts";
import type { Contact } from "../../lib/contract/contacts.ts";
import { CollisionNote } from "../../lib/ui/meetings/collision_note.tsx";
import { flashPath } from "../../lib/ui/components/flash_message.tsx";
import { DraftNote } from "../../lib/ui/components/draft_note.tsx";
import { describe, Field, TextField } from "../../lib/ui/components/field.tsx";
import { Form } from "../../lib/ui/components/form.tsx";
import { initially } from "../../lib/ui/components/initially.ts";
import {
  FormFoot,
  KindChoice,
  LinkField,
  TimeFields,
} from "../../lib/ui/meetings/meeting_fields.tsx";
import { API_FIELDS, readPlan } from "../../lib/forms/meeting_form.ts";
import { startOf } from "../../lib/forms/meeting_time.ts";
import { type FormState, type FormValues, stateOf } from "../../lib/forms/form_state.ts";
import { TheirTime } from "../../lib/ui/requests/their_time.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import { meetingPath } from "../../lib/ui/paths.ts";

type NewMeetingProps = {
  contacts: Contact[];
  viewer: { id: number; role: string };
  clock: Clock;
  /** Milliseconds. */
  now: number;
  /** The first values of the fields, and their errors. */
  first: FormState;
};

/** Without a script it is submitted. */
export default function NewMeeting({ contacts, viewer, clock, now, first }: NewMeetingProps) {
  const send = async (sent: FormValues, key: string) => {
    const plan = readPlan(sent, viewer, contacts, clock.zone, Date.now());
    if ("errors" in plan) return { values: sent, errors: plan.errors };
    const { id } = await (plan.isTrial ? createTrial : createSchedule)(plan.input, key);
    location.assign(flashPath(meetingPath(id), "meeting-scheduled"));
    return { values: sent, errors: {} };
  };
  const { state, values, busy, startOver, attributes } = useSentForm<FormState>(first, {
    send,
    refused: (error, sent) => stateOf(error, sent, API_FIELDS),
    draft: { name: "new meeting" },
    failed: "The meeting was not scheduled",
  });
  const DayPlan = useLazy(Boolean(values.date), () => import("./DayPlan.tsx"));
  const other = contacts.find(({ id }) => `${id}` === values.with);
  const shown = { ...state, values: first.values };
  return (
    <Form class="card form meeting-form" {...attributes}>
      <CollisionNote
        text={state.problem}
        schedule={state.schedule}
        viewerId={viewer.id}
        clock={clock}
      />
      {startOver && <DraftNote startOver={startOver} />}
      <ContactField contacts={contacts} state={shown} />
      <KindChoice values={values} hadTrial={other?.had_trial ?? false} />
      <TimeFields state={shown} values={values} clock={clock} now={now}>
        {other && (
          <TheirTime
            person={other}
            clock={clock}
            wanted={startOf(values, clock.zone)}
            now={now}
          />
        )}
      </TimeFields>
      {DayPlan && <DayPlan values={values} viewerId={viewer.id} clock={clock} />}
      <TextField
        label="Title"
        name="title"
        maxLength={255}
        hint="Optional. Both of you will see it."
        {...initially(first.values.title)}
        error={state.errors.title}
      />
      <LinkField state={shown} />
      <FormFoot label={busy ? "Scheduling…" : "Schedule meeting"} busy={busy}>
        <a class="button" href="/calendar">Cancel</a>
      </FormFoot>
    </Form>
  );
}

type ContactFieldProps = {
  contacts: Contact[];
  state: FormState;
};

function ContactField({ contacts, state: { values, errors } }: ContactFieldProps) {
  const error = errors.with ?? errors.user_id ?? errors.mentor_id;
  return (
    <Field id="with" label="With" error={error}>
      <select name="with" required {...describe("with", { error })}>
        <option value="">Choose a person</option>
        {contacts.map(({ id, full_name }) => (
          <option key={id} value={id} dir="auto" selected={`${id}` === values.with}>
            {full_name}
          </option>
        ))}
      </select>
    </Field>
  );
}
