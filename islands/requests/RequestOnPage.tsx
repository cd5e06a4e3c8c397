/** A request on a page of its own, with the actions of its reader. */
import type { ComponentType } from "preact";
import { useRef } from "preact/hooks";
import { parkFocus } from "../../lib/browser/forms/forms.ts";
import { useNow } from "../../lib/browser/hooks/hooks.ts";
import { useRows } from "../../lib/browser/hooks/use_store.ts";
import { type KnownRequest, requests } from "../../lib/browser/store/requests.ts";
import type { Request, Schedule } from "../../lib/contract/meetings.ts";
import { EmptyState } from "../../lib/ui/components/empty_state.tsx";
import type { DecisionState } from "../../lib/forms/decision_form.ts";
import type { PanelProps } from "../../lib/ui/requests/decision_panel.tsx";
import { InboxIcon } from "../../lib/ui/components/icons.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import { MeetingLink, RequestCard } from "../../lib/ui/requests/request_card.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import Decision from "./Decision.tsx";
import type { WithdrawProps } from "./Withdraw.tsx";

export type OneRequestProps = {
  first: Request;
  /** The reader's meetings around the preferred time. */
  meetings: Schedule[];
  viewerId: number;
  clock: Clock;
  /** The server's answer to a form that was sent without a script. */
  state: DecisionState;
  /** Where the forms lead without a script. */
  next?: string;
  /** The form of a decision, if the page comes with it open. */
  Panel?: ComponentType<PanelProps>;
};

export type RequestOnPageProps = OneRequestProps & {
  /** The button that withdraws the request, on pages where it may be the reader's own. */
  Withdraw?: ComponentType<WithdrawProps>;
};

/** The card, live. */
export default function RequestOnPage(props: RequestOnPageProps) {
  const { first, clock } = props;
  const rows = useRows(requests, [first]);
  const request: KnownRequest | undefined = rows.find(({ id }) => id === first.id);
  const now = useNow();
  const list = useRef<HTMLUListElement>(null);
  if (!request) return <Gone />;
  const leave = () => parkFocus(list.current?.querySelector("h2"));
  return (
    <ul class="card-list" ref={list}>
      <RequestCard request={request} clock={clock} now={now} isAlone>
        <Actions {...props} request={request} onLeave={leave} />
        <MeetingLink request={request} />
      </RequestCard>
    </ul>
  );
}

type ActionsProps = RequestOnPageProps & {
  request: Request;
  onLeave: () => void;
};

function Actions({ request, state, next, Withdraw, ...rest }: ActionsProps) {
  if (request.status !== "pending") return <ProblemNote text={state.problem} />;
  if (request.type === "sent") {
    return (
      <>
        <ProblemNote text={state.problem} />
        {Withdraw && <Withdraw request={request} next={next} onLeave={rest.onLeave} />}
      </>
    );
  }
  return <Decision {...rest} request={request} next={next} first={state} />;
}

function Gone() {
  return (
    <EmptyState icon={<InboxIcon />} title="This request was removed">
      <a class="button" href="/dashboard">Go to the dashboard</a>
    </EmptyState>
  );
}
