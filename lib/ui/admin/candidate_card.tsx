import type { ComponentChildren } from "preact";
import type { Candidate, ReviewState } from "../../contract/admin.ts";
import { type Clock, timeText } from "../../time/formats.ts";
import { Avatar } from "../components/avatar.tsx";
import { Field } from "../components/field.tsx";
import { Form } from "../components/form.tsx";
import { AlertIcon } from "../components/icons.tsx";
import { counted } from "../components/words.ts";

export const STATE_WORDS: Record<ReviewState, string> = {
  waiting: "Waiting",
  approved: "Approved",
  refused: "Refused",
  suspended: "Suspended",
};

/** A researcher, and what an admin can decide about them. */
export function CandidateCard({ candidate, clock }: { candidate: Candidate; clock: Clock }) {
  const { full_name, email, specialty, institution, bio, created_at, reason, state } = candidate;
  const about = [specialty, institution].filter((part) => part).join(" · ");
  return (
    <li class="card candidate">
      <div class="row">
        <Avatar person={candidate} />
        <div class="candidate-head">
          <h2 class="candidate-name" dir="auto">{full_name}</h2>
          <p class="quiet">{email}</p>
        </div>
      </div>
      {about && <p dir="auto">{about}</p>}
      {bio && <p class="message-text" dir="auto">{bio}</p>}
      <Doubles candidate={candidate} />
      <p class="quiet">
        Registered{" "}
        <time dateTime={created_at} lang={clock.locale}>{timeText(created_at, clock)}</time>
      </p>
      {state !== "waiting" && reason && (
        <p>
          {STATE_WORDS[state]} because: <bdi>{reason}</bdi>
        </p>
      )}
      <Decisions candidate={candidate} />
    </li>
  );
}

/** Others of the same name and institution: one of them may pretend to be the other. */
function Doubles({ candidate: { doubles } }: { candidate: Candidate }) {
  if (doubles.length === 0) return null;
  const others = doubles.map(({ email, state }) =>
    `${email} (${STATE_WORDS[state].toLowerCase()})`
  );
  return (
    <p class="line note tone-waiting">
      <AlertIcon />
      <span>Same name and institution as {others.join(", ")}. Make sure who is who.</span>
    </p>
  );
}

function Decisions({ candidate }: { candidate: Candidate }) {
  const { id, state, meetings_ahead } = candidate;
  const meetings = counted(meetings_ahead, "meeting");
  return (
    <div class="candidate-decisions">
      {state !== "approved" && (
        <Form action="/admin">
          <Subject candidate={candidate} />
          <button type="submit" name="action" value="approved" class="button button-primary">
            Approve
          </button>
        </Form>
      )}
      {state === "waiting" && (
        <WithReason
          {...{ candidate, action: "refused", label: "Refuse" }}
          hint="The researcher reads it."
        />
      )}
      {state === "approved" && (
        <WithReason
          {...{ candidate, action: "suspended", label: "Suspend" }}
          hint={`The researcher reads it. They are signed out and no longer found. ${meetings} ahead stay.`}
        />
      )}
      {state !== "approved" && meetings_ahead > 0 && (
        <WithReason
          {...{ candidate, action: "cancel-meetings", label: `Cancel ${meetings} ahead` }}
          hint="The patients read it."
        />
      )}
      <span hidden id={`candidate-${id}`}>{candidate.full_name}</span>
    </div>
  );
}

function Subject({ candidate: { id, state } }: { candidate: Candidate }) {
  return (
    <>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="state" value={state} />
    </>
  );
}

type WithReasonProps = {
  candidate: Candidate;
  action: string;
  label: string;
  hint: ComponentChildren & string;
};

/** A decision that needs a reason, which is asked for when it is chosen. */
function WithReason({ candidate, action, label, hint }: WithReasonProps) {
  const id = `${action}-${candidate.id}`;
  return (
    <details>
      <summary class="button">{label}…</summary>
      <Form class="form" action="/admin">
        <Subject candidate={candidate} />
        <Field id={id} label="Reason" hint={hint}>
          <textarea
            id={id}
            name="reason"
            dir="auto"
            rows={3}
            maxLength={1000}
            required
            aria-describedby={`${id}-hint candidate-${candidate.id}`}
          />
        </Field>
        <button type="submit" name="action" value={action} class="button button-danger">
          {label}
        </button>
      </Form>
    </details>
  );
}
