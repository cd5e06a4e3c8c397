/** What a researcher was asked: first what waits for an answer, then what has one. */
import { useRef, useState } from "preact/hooks";
import { Glide } from "../lib/client/glide.tsx";
import { useBusy, useCount, useNow, useRows } from "../lib/client/hooks.ts";
import {
  decide,
  loadMorePending,
  pendingBeyond,
  requests,
  seedPendingBeyond,
} from "../lib/client/requests.ts";
import { attempt, toast } from "../lib/client/toasts.ts";
import type { ReceivedRequest, Request } from "../lib/contract/meetings.ts";
import { EmptyState } from "../lib/ui/empty_state.tsx";
import { CheckIcon, CloseIcon, InboxIcon } from "../lib/ui/icons.tsx";
import { RequestCard } from "../lib/ui/request_card.tsx";
import type { Clock } from "../lib/ui/time.ts";

interface ReceivedRequestsProps {
  first: ReceivedRequest[];
  /** How many pending ones there are on the server. */
  pendingCount: number;
  clock: Clock;
}

const PAGE = 100;

/** Both lists, newest first. */
export default function ReceivedRequests({ first, pendingCount, clock }: ReceivedRequestsProps) {
  const rows = useRows(requests, first);
  const loaded = first.filter(isPending).length;
  const beyond = useCount(pendingBeyond, seedPendingBeyond, pendingCount - loaded);
  const pending = rows.filter(isPending);
  return (
    <Glide>
      <Pending rows={pending} beyond={beyond} clock={clock} />
      <Decided rows={rows.filter((row) => !isPending(row))} clock={clock} />
    </Glide>
  );
}

function isPending(request: Request): boolean {
  return request.status === "pending";
}

interface PendingProps {
  rows: Request[];
  beyond: number;
  clock: Clock;
}

function Pending({ rows, beyond, clock }: PendingProps) {
  const [shown, setShown] = useState(PAGE);
  const now = useNow();
  const heading = useRef<HTMLHeadingElement>(null);
  const showMore = async () => {
    if (rows.length <= shown && !await attempt(loadMorePending)) return;
    setShown(shown + PAGE);
  };
  return (
    <section class="section" aria-labelledby="pending-heading">
      <h2 id="pending-heading" ref={heading} tabIndex={-1}>
        {`Pending Meeting Requests (${rows.length + beyond})`}
      </h2>
      {rows.length + beyond === 0 && (
        <EmptyState icon={<InboxIcon />} title="No pending meeting requests">
          <p class="quiet">New ones appear here by themselves.</p>
        </EmptyState>
      )}
      <ul class="cards">
        {rows.slice(0, shown).map((request) => (
          <RequestCard key={request.id} request={request} clock={clock} now={now}>
            <Decision
              request={request}
              onDecided={() =>
                heading.current?.focus()}
            />
          </RequestCard>
        ))}
      </ul>
      {rows.length + beyond > shown && (
        <button type="button" class="button more needs-script" onClick={showMore}>
          Show more
        </button>
      )}
    </section>
  );
}

interface DecisionProps {
  request: Request;
  /** Called before the card leaves the list. */
  onDecided: () => void;
}

function Decision({ request, onDecided }: DecisionProps) {
  const [busy, run] = useBusy();
  const send = (status: "accepted" | "rejected") =>
    run(async () => {
      if (!await attempt(() => decide(request.id, status))) return;
      onDecided();
      toast(status === "accepted" ? "Request accepted" : "Request declined");
    });
  const describedBy = `request-${request.id}-name`;
  return (
    <div class="card-actions needs-script">
      <button
        type="button"
        class="button button-primary"
        aria-describedby={describedBy}
        disabled={busy}
        onClick={() => send("accepted")}
      >
        <CheckIcon />Accept
      </button>
      <button
        type="button"
        class="button"
        aria-describedby={describedBy}
        disabled={busy}
        onClick={() => send("rejected")}
      >
        <CloseIcon />Decline
      </button>
    </div>
  );
}

function Decided({ rows, clock }: { rows: Request[]; clock: Clock }) {
  const [shown, setShown] = useState(PAGE);
  const now = useNow();
  if (rows.length === 0) return null;
  return (
    <section class="section" aria-labelledby="decided-heading">
      <h2 id="decided-heading">Decided</h2>
      <ul class="cards cards-quiet">
        {rows.slice(0, shown).map((request) => (
          <RequestCard key={request.id} request={request} clock={clock} now={now} />
        ))}
      </ul>
      {rows.length > shown && (
        <button
          type="button"
          class="button more needs-script"
          onClick={() => setShown(shown + PAGE)}
        >
          Show more
        </button>
      )}
    </section>
  );
}
