/** What a researcher was asked: first what waits for an answer, then what has one. */
import { useEffect, useRef, useState } from "preact/hooks";
import { parkFocus } from "../../lib/browser/forms/forms.ts";
import { Glide } from "../../lib/browser/lists/glide.tsx";
import { useBusy, useCount, useNow } from "../../lib/browser/hooks/hooks.ts";
import { requestCounts, seedRequestCounts } from "../../lib/browser/store/request_counts.ts";
import {
  loadRequests,
  type RequestList,
  useRequests,
} from "../../lib/browser/store/request_lists.ts";
import { attempt } from "../../lib/browser/notices/toasts.ts";
import type {
  ReceivedRequest,
  Request,
  RequestCounts,
  RequestStatus,
  Schedule,
} from "../../lib/contract/meetings.ts";
import type { Reach } from "../../lib/contract/reach.ts";
import { EmptyState } from "../../lib/ui/components/empty_state.tsx";
import { InboxIcon } from "../../lib/ui/components/icons.tsx";
import { MeetingLink, RequestCard } from "../../lib/ui/requests/request_card.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import Decision from "./Decision.tsx";

interface ReceivedRequestsProps {
  first: ReceivedRequest[];
  reach: Reach[];
  /** How many there are on the server. */
  counts: RequestCounts;
  /** The next ones of the researcher. */
  meetings: Schedule[];
  viewerId: number;
  clock: Clock;
}

const PAGE = 100;
/** More are loaded when fewer than this many are left of a page. */
const FEW = 50;
const PENDING: RequestStatus[] = ["pending"];
const DECIDED: RequestStatus[] = ["accepted", "rejected", "cancelled"];
/** Where a decision leads without a script. */
const HERE = "/dashboard/researcher";

/** Both lists, newest first. Only leaves follow the counts, or rows would jump. */
export default function ReceivedRequests(props: ReceivedRequestsProps) {
  const { rows, listOf } = useRequests(props.first, props.reach);
  const received = rows.filter(isReceived);
  return (
    <Glide>
      <Pending {...props} list={listOf(received, PENDING)} />
      <Decided {...props} list={listOf(received, DECIDED)} />
    </Glide>
  );
}

function isReceived(request: Request): request is ReceivedRequest {
  return request.type === "received";
}

interface ListProps extends ReceivedRequestsProps {
  list: RequestList<ReceivedRequest>;
}

function Pending({ list, counts, meetings, viewerId, clock }: ListProps) {
  const more = useMore(list, PENDING);
  const now = useNow();
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section class="section" aria-labelledby="pending-heading">
      <h2 id="pending-heading" ref={heading} tabIndex={-1}>
        <Title list={list} counts={counts} />
      </h2>
      {list.rows.length === 0 && !list.hasOlder && (
        <EmptyState icon={<InboxIcon />} title="No pending meeting requests">
          <p class="quiet">New ones appear here by themselves.</p>
        </EmptyState>
      )}
      <ul class="cards">
        {list.rows.slice(0, more.shown).map((request) => (
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
      <More {...more} />
    </section>
  );
}

/** The name on the card after that of the request, or before it where it is the last. */
function neighbourOf(id: number): HTMLElement | null {
  const card = document.querySelector(`li.request[data-id="${id}"]`);
  const neighbour = card?.nextElementSibling ?? card?.previousElementSibling;
  return neighbour?.querySelector<HTMLElement>("h3 a") ?? null;
}

function Decided({ list, counts, clock }: ListProps) {
  const more = useMore(list, DECIDED);
  const now = useNow();
  const hasAny = DECIDED.some((status) => counts[status] > 0);
  if (list.rows.length === 0 && !(list.hasOlder && hasAny)) return null;
  return (
    <section class="section" aria-labelledby="decided-heading">
      <h2 id="decided-heading">Decided</h2>
      <ul class="cards cards-quiet">
        {list.rows.slice(0, more.shown).map((request) => (
          <RequestCard key={request.id} request={request} clock={clock} now={now}>
            <MeetingLink request={request} />
          </RequestCard>
        ))}
      </ul>
      <More {...more} />
    </section>
  );
}

/** How many of the list are to be shown; what loads more of it, which also happens by itself. */
function useMore({ rows, hasOlder }: RequestList<Request>, statuses: RequestStatus[]) {
  const [shown, setShown] = useState(PAGE);
  const [busy, run] = useBusy();
  const show = (count: number) =>
    run(async () => {
      if (await attempt(() => loadRequests(statuses, count))) setShown(count);
    });
  const isShort = hasOlder && rows.length < shown - PAGE + FEW;
  useEffect(() => void (isShort && show(shown)), [isShort]);
  return { shown, busy, has: hasOlder || rows.length > shown, show: () => show(shown + PAGE) };
}

/** Of a list that is known to its end, as many are told as it shows. */
function Title({ list: { rows, hasOlder }, counts }: Pick<ListProps, "list" | "counts">) {
  const { pending } = useCount(requestCounts, seedRequestCounts, counts);
  const count = hasOlder ? Math.max(rows.length, pending) : rows.length;
  return <>{`Pending Meeting Requests (${count})`}</>;
}

function More({ has, busy, show }: ReturnType<typeof useMore>) {
  if (!has) return null;
  return (
    <button type="button" class="button more needs-script" disabled={busy} onClick={show}>
      {busy ? "Loading…" : "Show more"}
    </button>
  );
}
