/** The form that cancels a meeting, on its page and in the dialog. */
import { cancelSchedule } from "../../lib/browser/store/schedules.ts";
import { useSentForm } from "../../lib/browser/forms/sent_form.ts";
import { toast } from "../../lib/browser/notices/toasts.ts";
import type { OwnMeeting } from "../../lib/contract/contacts.ts";
import { flashPath } from "../../lib/ui/components/flash_message.tsx";
import { DraftNote } from "../../lib/ui/components/draft_note.tsx";
import { BackButton, FormFoot, ReasonField } from "../../lib/ui/meetings/meeting_fields.tsx";
import { API_FIELDS } from "../../lib/forms/meeting_form.ts";
import { Form } from "../../lib/ui/components/form.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import { type FormState, type FormValues, stateOf } from "../../lib/forms/form_state.ts";
import { meetingPath } from "../../lib/ui/paths.ts";

type CancelFormProps = {
  meeting: OwnMeeting;
  /** The server's answer to the form, if it was sent without a script. */
  first?: FormState;
  /** Closes the form; without it, the form leads to the page of the meeting. */
  onDone?: () => void;
};

const NOTHING: FormState = { values: {}, errors: {} };

/** The reason is optional. */
export default function CancelForm({ meeting, first = NOTHING, onDone }: CancelFormProps) {
  const { schedule: { id }, other } = meeting;
  const send = async (sent: FormValues) => {
    await cancelSchedule(id, sent.reason?.trim());
    if (onDone) toast("The meeting is cancelled");
    else location.assign(flashPath(meetingPath(id), "meeting-cancelled"));
    onDone?.();
    return { values: sent, errors: {} };
  };
  const { state, busy, startOver, attributes } = useSentForm<FormState>(first, {
    send,
    refused: (error, sent) => stateOf(error, sent, API_FIELDS),
    draft: { name: `cancel ${id}` },
    failed: "The meeting was not cancelled",
  });
  return (
    <Form class="form" action={meetingPath(id)} {...attributes}>
      <input type="hidden" name="action" value="cancel" />
      <ProblemNote text={state.problem} />
      <p>
        <bdi>{other.full_name}</bdi> will be notified at once. This cannot be undone.
      </p>
      {startOver && <DraftNote startOver={startOver} />}
      <ReasonField state={{ ...state, values: first.values }} name={other.full_name} />
      <FormFoot label={busy ? "Cancelling…" : "Cancel meeting"} busy={busy} isDanger>
        <BackButton path={meetingPath(id)} onBack={onDone} />
      </FormFoot>
    </Form>
  );
}
