/** The requests to a researcher: first the pending ones, then the decided ones. */
import { useRef, useState } from "preact/hooks";
import { parkFocus } from "../../lib/browser/forms/forms.ts";
import { AnimatedLayout } from "../../lib/browser/lists/animated_layout.tsx";
import { useCount, useNow } from "../../lib/browser/hooks/hooks.ts";
import { useFill, useWindow } from "../../lib/browser/hooks/use_store.ts";
import { requestCounts, seedRequestCounts } from "../../lib/browser/store/request_counts.ts";
import { createRequestList, type KnownRequest } from "../../lib/browser/store/requests.ts";
import type { Window } from "../../lib/browser/store/window.ts";
import type {
  ReceivedRequest,
  Request,
  RequestCounts,
  RequestFilter,
  Schedule,
} from "../../lib/contract/meetings.ts";
import type { Page } from "../../lib/contract/pages.ts";
import { EmptyState } from "../../lib/ui/components/empty_state.tsx";
import { InboxIcon } from "../../lib/ui/components/icons.tsx";
import { MeetingLink, RequestCard } from "../../lib/ui/requests/request_card.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import Decision from "./Decision.tsx";

type ReceivedRequestsProps = {
  pending: Page<ReceivedRequest>;
  decided: Page<ReceivedRequest>;
  /** How many requests the server has. */
  counts: RequestCounts;
  /** The researcher's next meetings. */
  meetings: Schedule[];
  viewerId: number;
  clock: Clock;
};

const PAGE = 100;
/** The page that follows a decision without a script. */
const HERE = "/dashboard/researcher";

/** Both lists, newest first. Only leaf components read the counts, so that rows do not jump. */
export default function ReceivedRequests(props: ReceivedRequestsProps) {
  const pending = useList("pending", props.pending);
  const decided = useList("decided", props.decided);
  return (
    <AnimatedLayout>
      <Pending {...props} list={pending} />
      <Decided {...props} list={decided} />
    </AnimatedLayout>
  );
}

type List = { list: Window<KnownRequest>; rows: ReceivedRequest[]; hasMore: boolean };

function useList(filter: RequestFilter, first: Page<ReceivedRequest>): List {
  const { list, rows, hasMore } = useWindow(() => createRequestList(filter), first);
  return { list, rows: rows.filter(isReceived), hasMore };
}

function isReceived(request: Request): request is ReceivedRequest {
  return request.type === "received";
}

type ListProps = Omit<ReceivedRequestsProps, "pending" | "decided"> & { list: List };

function Pending({ list, counts, meetings, viewerId, clock }: ListProps) {
  const more = useMore(list);
  const now = useNow();
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section class="page-section" aria-labelledby="pending-heading">
      <h2 id="pending-heading" ref={heading} tabIndex={-1}>
        <Title list={list} counts={counts} />
      </h2>
      {list.rows.length === 0 && !list.hasMore && (
        <EmptyState icon={<InboxIcon />} title="No pending meeting requests">
          <p class="quiet">New requests appear here.</p>
        </EmptyState>
      )}
      <ul class="card-list">
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

/** The name on the next card, or on the one before where the request is the last. */
function neighbourOf(id: number): HTMLElement | null {
  const card = document.querySelector(`li.request-card[data-id="${id}"]`);
  const neighbour = card?.nextElementSibling ?? card?.previousElementSibling;
  return neighbour?.querySelector<HTMLElement>("h3 a") ?? null;
}

function Decided({ list, clock }: ListProps) {
  const more = useMore(list);
  const now = useNow();
  if (list.rows.length === 0 && !list.hasMore) return null;
  return (
    <section class="page-section" aria-labelledby="decided-heading">
      <h2 id="decided-heading">Earlier requests</h2>
      <ul class="card-list">
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

/** How many rows of the list are shown, and a function that shows more. */
function useMore({ list, rows, hasMore }: List) {
  const [shown, setShown] = useState(PAGE);
  const busy = useFill(list, shown, PAGE);
  return { shown, busy, has: hasMore || rows.length > shown, show: () => setShown(shown + PAGE) };
}

/** The number is the server's, except where all requests are known here. */
function Title({ list: { rows, hasMore }, counts }: Pick<ListProps, "list" | "counts">) {
  const { pending } = useCount(requestCounts, seedRequestCounts, counts);
  const count = hasMore ? Math.max(rows.length, pending) : rows.length;
  return <>{`Pending Meeting Requests (${count})`}</>;
}

function More({ has, busy, show }: ReturnType<typeof useMore>) {
  if (!has) return null;
  return (
    <button type="button" class="button list-more needs-script" disabled={busy} onClick={show}>
      {busy ? "Loading…" : "Show more"}
    </button>
  );
}
