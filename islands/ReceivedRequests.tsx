/** What a researcher was asked: first what waits for an answer, then what has one. */
import "./Bell.tsx";
import { useRef, useState } from "preact/hooks";
import { parkFocus } from "../lib/client/forms.ts";
import { Glide } from "../lib/client/glide.tsx";
import { useBusy, useCount, useNow, useRows } from "../lib/client/hooks.ts";
import {
  loadMorePending,
  loadOlder,
  pendingBeyond,
  requests,
  seedPendingBeyond,
} from "../lib/client/requests.ts";
import { attempt } from "../lib/client/toasts.ts";
import type {
  ReceivedRequest,
  Request,
  RequestCounts,
  Schedule,
} from "../lib/contract/meetings.ts";
import { EmptyState } from "../lib/ui/empty_state.tsx";
import { InboxIcon } from "../lib/ui/icons.tsx";
import { MeetingLink } from "../lib/ui/meeting_link.tsx";
import { RequestCard } from "../lib/ui/request_card.tsx";
import type { Clock } from "../lib/ui/time.ts";
import Decision from "./Decision.tsx";

interface ReceivedRequestsProps {
  first: ReceivedRequest[];
  /** How many there are on the server. */
  counts: RequestCounts;
  /** The next ones of the researcher. */
  meetings: Schedule[];
  viewerId: number;
  clock: Clock;
}

const PAGE = 100;
/** Where a decision leads without a script. */
const HERE = "/dashboard/researcher";

/** Both lists, newest first. */
export default function ReceivedRequests(props: ReceivedRequestsProps) {
  const { first, counts, clock } = props;
  const rows = useRows(requests, first).filter(isReceived);
  const loaded = first.filter(isPending).length;
  const beyond = useCount(pendingBeyond, seedPendingBeyond, counts.pending - loaded);
  const pending = rows.filter(isPending);
  return (
    <Glide>
      <Pending {...props} rows={pending} beyond={beyond} />
      <Decided
        rows={rows.filter((row) => !isPending(row))}
        hasOlder={counts.accepted + counts.rejected + counts.cancelled > first.length - loaded}
        clock={clock}
      />
    </Glide>
  );
}

function isReceived(request: Request): request is ReceivedRequest {
  return request.type === "received";
}

function isPending(request: Request): boolean {
  return request.status === "pending";
}

interface PendingProps extends ReceivedRequestsProps {
  rows: ReceivedRequest[];
  beyond: number;
}

function Pending({ rows, beyond, meetings, viewerId, clock }: PendingProps) {
  const [shown, setShown] = useState(PAGE);
  const now = useNow();
  const [busy, run] = useBusy();
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
              meetings={meetings}
              viewerId={viewerId}
              clock={clock}
              next={HERE}
              onLeave={() =>
                parkFocus(neighbourOf(request.id) ?? heading.current)}
            />
          </RequestCard>
        ))}
      </ul>
      {rows.length + beyond > shown && <MoreButton busy={busy} onClick={() => run(showMore)} />}
    </section>
  );
}

/** The name on the card after that of the request, or before it where it is the last. */
function neighbourOf(id: number): HTMLElement | null {
  const card = document.querySelector(`li.request[data-id="${id}"]`);
  const neighbour = card?.nextElementSibling ?? card?.previousElementSibling;
  return neighbour?.querySelector<HTMLElement>("h3 a") ?? null;
}

interface DecidedProps {
  rows: Request[];
  /** Whether the server has more than the page came with. */
  hasOlder: boolean;
  clock: Clock;
}

function Decided({ rows, hasOlder, clock }: DecidedProps) {
  const [shown, setShown] = useState(PAGE);
  const [more, setMore] = useState(hasOlder);
  const [busy, run] = useBusy();
  const now = useNow();
  const showMore = async () => {
    const isShort = more && rows.length < shown + PAGE;
    if (isShort && !await attempt(async () => setMore(await loadOlder()))) return;
    setShown(shown + PAGE);
  };
  if (rows.length === 0 && !more) return null;
  return (
    <section class="section" aria-labelledby="decided-heading">
      <h2 id="decided-heading">Decided</h2>
      <ul class="cards cards-quiet">
        {rows.slice(0, shown).map((request) => (
          <RequestCard key={request.id} request={request} clock={clock} now={now}>
            <MeetingLink request={request} />
          </RequestCard>
        ))}
      </ul>
      {(more || rows.length > shown) && <MoreButton busy={busy} onClick={() => run(showMore)} />}
    </section>
  );
}

function MoreButton({ busy, onClick }: { busy: boolean; onClick: () => void }) {
  return (
    <button type="button" class="button more needs-script" disabled={busy} onClick={onClick}>
      {busy ? "Loading…" : "Show more"}
    </button>
  );
}
