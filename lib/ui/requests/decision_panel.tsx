import { type DecisionState, wishOf } from "../../forms/decision_form.ts";
import { Form } from "../components/form.tsx";
import { ActionButton, type FormProps } from "./decision_forms.tsx";
import type { Request } from "../../contract/meetings.ts";
import { LinkField, ReasonField, TimeFields } from "../meetings/meeting_fields.tsx";
import type { Clock } from "../../time/formats.ts";
import { requestPath } from "../paths.ts";

export type PanelProps = FormProps & {
  state: DecisionState;
  clock: Clock;
  /** Milliseconds. */
  now: number;
  onClose: (form: HTMLFormElement) => void;
};

/** The form that accepts with other details, or declines with a reason. */
export default function DecisionPanel(props: PanelProps) {
  const { request, next, state, onSubmit, onClose } = props;
  const isAcceptance = state.panel === "accept";
  const path = requestPath(request.id);
  return (
    <Form
      class="form decision-panel"
      action={path}
      noValidate
      aria-describedby={`request-${request.id}-name`}
      onSubmit={onSubmit}
      onKeyDown={(event) => event.key === "Escape" && onClose(event.currentTarget)}
    >
      {next && <input type="hidden" name="next" value={next} />}
      {isAcceptance
        ? <AcceptFields {...props} />
        : <ReasonField state={state} prefix={prefixOf(request)} name={nameOf(request)} />}
      <div class="actions">
        <ActionButton id={request.id} action={isAcceptance ? "accept" : "decline"} isMain>
          {isAcceptance ? "Accept" : "Decline"}
        </ActionButton>
        <a
          class="button"
          href={next ?? path}
          onClick={(event) => {
            event.preventDefault();
            onClose(event.currentTarget.closest("form")!);
          }}
        >
          Cancel
        </a>
      </div>
    </Form>
  );
}

/** The time of the meeting, at first the one that was asked for. */
function AcceptFields({ request, state, clock, now }: PanelProps) {
  const values = { ...wishOf(request, clock.zone, now), ...state.values };
  const fields = { state: { ...state, values }, prefix: prefixOf(request) };
  return (
    <>
      <TimeFields {...fields} values={values} clock={clock} now={now} isOptional />
      <LinkField {...fields} />
    </>
  );
}

function prefixOf({ id }: Request): string {
  return `request-${id}-`;
}

function nameOf(request: Request): string {
  return request.type === "received" ? request.requester.full_name : request.expert.full_name;
}
