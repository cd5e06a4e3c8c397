/** The form that reschedules a meeting, on its page and in the dialog. */
import { useLazy } from "../../lib/browser/hooks/hooks.ts";
import { moveSchedule } from "../../lib/browser/store/schedules.ts";
import { useSentForm } from "../../lib/browser/forms/sent_form.ts";
import { toast } from "../../lib/browser/notices/toasts.ts";
import type { OwnMeeting } from "../../lib/contract/contacts.ts";
import type { Schedule } from "../../lib/contract/meetings.ts";
import { CollisionNote } from "../../lib/ui/meetings/collision_note.tsx";
import { flashPath } from "../../lib/ui/components/flash_message.tsx";
import { DraftNote } from "../../lib/ui/components/draft_note.tsx";
import {
  BackButton,
  FormFoot,
  LinkField,
  TimeFields,
} from "../../lib/ui/meetings/meeting_fields.tsx";
import { API_FIELDS, readMove, valuesOfMeeting } from "../../lib/forms/meeting_form.ts";
import { startOf } from "../../lib/forms/meeting_time.ts";
import { type FormState, type FormValues, stateOf } from "../../lib/forms/form_state.ts";
import { TheirTime } from "../../lib/ui/requests/their_time.tsx";
import { type Clock, timeText } from "../../lib/time/formats.ts";
import { meetingPath } from "../../lib/ui/paths.ts";
import { Form } from "../../lib/ui/components/form.tsx";

type MoveFormProps = {
  meeting: OwnMeeting;
  viewerId: number;
  clock: Clock;
  /** Milliseconds. */
  now: number;
  /** The server's answer to the form, if it was sent without a script. */
  first?: FormState;
  /** Closes the form; without it, the form leads to the page of the meeting. */
  onDone?: () => void;
};

/** Its fields have the present values of the meeting. */
export default function MoveForm(props: MoveFormProps) {
  const { meeting, viewerId, clock, now, onDone } = props;
  const { schedule, other } = meeting;
  const first = props.first ?? { values: valuesOfMeeting(schedule, clock.zone), errors: {} };
  const send = async (sent: FormValues) => {
    const input = readMove(sent, schedule, clock.zone, Date.now());
    if ("errors" in input) return { values: sent, errors: input.errors };
    const moved = await moveSchedule(schedule.id, input);
    if (onDone) toast(movedText(schedule, moved, clock));
    else location.assign(flashPath(meetingPath(schedule.id), "meeting-moved"));
    onDone?.();
    return { values: sent, errors: {} };
  };
  const { state, values, busy, startOver, attributes } = useSentForm<FormState>(first, {
    send,
    refused: (error, sent) => stateOf(error, sent, API_FIELDS),
    draft: { name: `move ${schedule.id}` },
    failed: "The meeting was not changed",
  });
  const DayPlan = useLazy(true, () => import("./DayPlan.tsx"));
  return (
    <Form class="form" action={meetingPath(schedule.id)} {...attributes}>
      <input type="hidden" name="action" value="move" />
      <CollisionNote
        text={state.problem}
        schedule={state.schedule}
        viewerId={viewerId}
        clock={clock}
      />
      {startOver && <DraftNote startOver={startOver} />}
      <TimeFields
        state={{ ...state, values: first.values }}
        values={values}
        clock={clock}
        now={now}
      >
        <TheirTime
          person={other}
          clock={clock}
          wanted={startOf(values, clock.zone)}
          now={now}
        />
      </TimeFields>
      {DayPlan && (
        <DayPlan
          values={values}
          except={schedule.id}
          viewerId={viewerId}
          clock={clock}
        />
      )}
      <LinkField state={{ ...state, values: first.values }} />
      <FormFoot label={busy ? "Saving…" : "Save changes"} busy={busy}>
        <BackButton path={meetingPath(schedule.id)} onBack={onDone} />
      </FormFoot>
    </Form>
  );
}

function movedText(before: Schedule, { start_datetime }: Schedule, clock: Clock): string {
  if (start_datetime === before.start_datetime) return "The meeting is changed";
  return `Rescheduled to ${timeText(start_datetime, clock)}`;
}
