import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import type { Request } from "../../contract/meetings.ts";
import { type Action } from "../../forms/decision_form.ts";
import { Form } from "../components/form.tsx";
import { CheckIcon, CloseIcon } from "../components/icons.tsx";
import { requestPath } from "../paths.ts";

export type FormProps = {
  request: Request;
  /** Where the form leads without a script; the request's page if undefined. */
  next?: string;
  onSubmit: (event: TargetedSubmitEvent<HTMLFormElement>) => void;
};

/** Two buttons that decide at once, and two that open a form with more fields. */
export function DecisionButtons({ request, next, onSubmit }: FormProps) {
  const { id } = request;
  return (
    <Form
      class="actions decision-buttons"
      action={requestPath(id)}
      onSubmit={onSubmit}
    >
      {next && <input type="hidden" name="next" value={next} />}
      <ActionButton id={id} action="accept" isMain>Accept</ActionButton>
      <ActionButton id={id} action="decline">Decline</ActionButton>
      <PanelButton id={id} panel="accept">Change details</PanelButton>
      <PanelButton id={id} panel="decline">Give a reason</PanelButton>
    </Form>
  );
}

type ActionButtonProps = {
  id: number;
  action: Action;
  isMain?: boolean;
  children: ComponentChildren;
};

export function ActionButton({ id, action, isMain, children }: ActionButtonProps) {
  return (
    <button
      type="submit"
      name="action"
      value={action}
      class={isMain ? "button button-primary" : "button"}
      aria-describedby={`request-${id}-name`}
    >
      {action === "accept" ? <CheckIcon /> : <CloseIcon />}
      {children}
    </button>
  );
}

type PanelButtonProps = {
  id: number;
  panel: Action;
  children: string;
};

/** Without a script it leads to the page of the request, with that form open. */
function PanelButton({ id, panel, children }: PanelButtonProps) {
  return (
    <button
      type="submit"
      name="panel"
      value={panel}
      formMethod="get"
      class="button button-plain"
      aria-expanded="false"
      aria-describedby={`request-${id}-name`}
    >
      {children}
    </button>
  );
}
