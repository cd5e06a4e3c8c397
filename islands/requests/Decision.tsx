/** Accepts or declines a pending request in its card. */
import type { ComponentType, RefObject, TargetedSubmitEvent } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isFocusParked, valuesOf } from "../../lib/browser/forms/forms.ts";
import { useLazy, useNow } from "../../lib/browser/hooks/hooks.ts";
import { useRows } from "../../lib/browser/hooks/use_store.ts";
import { callErrorOf } from "../../lib/browser/api/http.ts";
import { useSharedState } from "../../lib/browser/hooks/shared_state.ts";
import { decide, requests } from "../../lib/browser/store/requests.ts";
import { schedules } from "../../lib/browser/store/schedules.ts";
import { toast } from "../../lib/browser/notices/toasts.ts";
import type { ReceivedRequest, Request, Schedule } from "../../lib/contract/meetings.ts";
import { CollisionNote } from "../../lib/ui/meetings/collision_note.tsx";
import { DecisionButtons } from "../../lib/ui/requests/decision_forms.tsx";
import { DecisionHint } from "../../lib/ui/requests/decision_hint.tsx";
import {
  type Action,
  actionOf,
  API_FIELDS,
  type DecisionState,
  readDecision,
} from "../../lib/forms/decision_form.ts";
import type { PanelProps } from "../../lib/ui/requests/decision_panel.tsx";
import { isolated } from "../../lib/ui/components/bidi.tsx";
import { type FormValues, stateOf } from "../../lib/forms/form_state.ts";
import { type Clock, timeText } from "../../lib/time/formats.ts";
import type { OpenFormProps } from "./OpenForm.tsx";
import { pathWith, requestPath } from "../../lib/ui/paths.ts";

type DecisionProps = {
  request: ReceivedRequest;
  /** Meetings of the researcher, as far as the page came with them. */
  meetings: Schedule[];
  viewerId: number;
  clock: Clock;
  /** Where the forms lead without a script; the request's page if undefined. */
  next?: string;
  /** The server's answer to a form that was sent without a script. */
  first?: DecisionState;
  /** The form, if the page includes it; else it is loaded when it is opened. */
  Panel?: ComponentType<PanelProps>;
  /** Moves the focus before this is removed. */
  onLeave: () => void;
};

/** The elements of a form that show errors. */
const REFUSED = "[role=alert], [aria-invalid]";
const NOTHING: DecisionState = { values: {}, errors: {} };

/** Two buttons that decide at once, and two that open a form in their place. */
export default function Decision(props: DecisionProps) {
  const { request, viewerId, clock, next, first = NOTHING } = props;
  const [state, setState] = useSharedState(`decision ${request.id}`, first);
  const root = useRef<HTMLDivElement>(null);
  const Panel = usePanel(props, state);
  const focus = useFocus(root, state, Panel);
  const send = useSending(props, state, setState, focus);
  useLoss(props, root, state);
  const [OpenForm, typed] = useOpenForm();
  const open = (panel: Action) => {
    focus("input:not([type=hidden]), textarea");
    setState({ values: state.values, errors: {}, panel });
  };
  const close = (form: HTMLFormElement) => {
    focus(`[name="panel"][value="${state.panel}"]`);
    setState({ values: { ...state.values, ...valuesOf(form) }, errors: {} });
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement;
    const action = actionOf(button.value);
    if (action && button.name === "panel") open(action);
    else if (action) send(action, state.panel ? valuesOf(event.currentTarget) : {});
  };
  const form = { request, next, onSubmit: submit };
  return (
    <div class="decision" ref={root} onInput={typed}>
      <CollisionNote
        text={state.problem}
        schedule={state.schedule}
        viewerId={viewerId}
        clock={clock}
      />
      {OpenForm && <OpenForm id={request.id} root={root} state={state} setState={setState} />}
      {state.panel && Panel
        ? <Panel {...form} state={state} clock={clock} now={Date.now()} onClose={close} />
        : (
          <>
            <Hint {...props} />
            <DecisionButtons {...form} />
          </>
        )}
    </div>
  );
}

/** The form, once it is needed; where its script cannot be loaded, opens the request's page. */
function usePanel({ request, Panel }: DecisionProps, { panel }: DecisionState) {
  const load = () => import("../../lib/ui/requests/decision_panel.tsx");
  const openPage = () => location.assign(pathWith(requestPath(request.id), { panel: panel! }));
  const loaded = useLazy(Boolean(panel) && !Panel, load, openPage);
  return Panel ?? loaded;
}

function Hint({ request, meetings, viewerId }: DecisionProps) {
  const rows = useRows(schedules, meetings);
  const now = useNow() ?? Date.now();
  return <DecisionHint request={request} meetings={rows} viewerId={viewerId} now={now} />;
}

/** A function that sends a decision, and sets its errors as the state. */
function useSending(
  { request, clock, onLeave }: DecisionProps,
  { panel }: DecisionState,
  setState: (state: DecisionState) => void,
  focus: (selector: string) => void,
) {
  const { id } = request;
  return async (action: Action, values: FormValues) => {
    if (requests.get(id)?.isSaving) return;
    const decision = readDecision(action, values, request, clock.zone, Date.now());
    if ("errors" in decision) {
      focus(REFUSED);
      return setState({ ...decision, values, panel: action });
    }
    const { status, ...details } = decision;
    onLeave();
    try {
      const decided = await decide(id, status, details);
      setState(NOTHING);
      toast(doneText(decided, details.start_datetime ?? request.preferred_datetime, clock));
    } catch (error) {
      const callError = callErrorOf(error);
      if (panel && callError.code === "unauthenticated") {
        const { keepForm } = await import("./OpenForm.tsx");
        keepForm(id, panel, values);
      }
      if (callError.code === "not_pending") {
        setState(NOTHING);
        return toast(callError.message, "problem");
      }
      const wasTaken = callError.code === "double_booking";
      setState({ ...stateOf(callError, values, API_FIELDS), panel: wasTaken ? action : panel });
    }
  };
}

function doneText(decided: Request, start: string | null, clock: Clock): string {
  if (decided.type === "sent" || decided.status !== "accepted") return "Request declined";
  if (!start || !decided.schedule_id) return "Request accepted";
  return `Request accepted. You meet ${isolated(decided.requester.full_name)} on ${
    timeText(start, clock)
  }`;
}

/**
 * A function that focuses the first match of a selector after the next render. An error gets the
 * focus unless somebody has put it elsewhere.
 */
function useFocus(
  root: RefObject<HTMLElement>,
  state: DecisionState,
  Panel: ComponentType<PanelProps> | null,
) {
  const wanted = useRef("");
  useLayoutEffect(() => {
    const isAppError = state.problem || Object.keys(state.errors).length > 0;
    const error = isAppError && isFocusParked() ? REFUSED : "";
    const selector = wanted.current || error;
    if (!selector || (state.panel && !Panel)) return;
    wanted.current = "";
    root.current?.querySelector<HTMLElement>(selector)?.focus();
  }, [state, Panel]);
  return (selector: string) => {
    wanted.current = selector;
  };
}

/** The component that stores and restores the form, once something was typed or is stored. */
function useOpenForm(): [OpenForm: ComponentType<OpenFormProps> | null, typed: () => void] {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => setWanted(isAnythingStored()), []);
  return [useLazy(isWanted, () => import("./OpenForm.tsx")), () => setWanted(true)];
}

function isAnythingStored(): boolean {
  try {
    return sessionStorage.length > 0;
  } catch {
    return false;
  }
}

/** Shows a toast when a request is decided elsewhere while its form is open here. */
function useLoss(
  { request, onLeave }: DecisionProps,
  root: RefObject<HTMLElement>,
  { panel }: DecisionState,
) {
  const lose = useRef(() => {});
  lose.current = () => {
    const known = requests.get(request.id);
    if (!panel || known?.isSaving) return;
    const isWithdrawn = known?.status === "cancelled";
    toast(
      isWithdrawn
        ? `${isolated(request.requester.full_name)} has withdrawn the request`
        : `The request from ${isolated(request.requester.full_name)} is no longer pending`,
      "problem",
    );
    if (root.current?.contains(document.activeElement)) onLeave();
  };
  useEffect(() => () => lose.current(), []);
}
