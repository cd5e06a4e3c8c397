/** A patient's requests, with the status of each. */
import { useRef } from "preact/hooks";
import { follow, type Step, useQuery } from "../../lib/browser/hooks/address.ts";
import { AnimatedLayout } from "../../lib/browser/lists/animated_layout.tsx";
import { useCount, useNow } from "../../lib/browser/hooks/hooks.ts";
import { useFill, useRows, useWindow } from "../../lib/browser/hooks/use_store.ts";
import { requestCounts, seedRequestCounts } from "../../lib/browser/store/request_counts.ts";
import {
  createRequestList,
  type KnownRequest,
  requests,
} from "../../lib/browser/store/requests.ts";
import type { Window } from "../../lib/browser/store/window.ts";
import type { Request, RequestCounts, SentRequest } from "../../lib/contract/meetings.ts";
import type { Page } from "../../lib/contract/pages.ts";
import { RequestCard } from "../../lib/ui/requests/request_card.tsx";
import { NoRequests, SentActions, StatusTabs } from "../../lib/ui/requests/sent_requests.tsx";
import {
  readSentQuery,
  sentPath,
  type SentQuery,
  shownOf,
  STEP,
  withMore,
} from "../../lib/ui/requests/sent_query.ts";
import type { Clock } from "../../lib/time/formats.ts";
import Withdraw from "./Withdraw.tsx";
import { Skeleton } from "../../lib/ui/components/skeleton.tsx";

type SentRequestsProps = {
  /** Those that match the query. */
  first: Page<SentRequest>;
  /** All that are pending, whatever the query. */
  pending: SentRequest[];
  counts: RequestCounts;
  query: SentQuery;
  clock: Clock;
};

/**
 * The tabs and the list, newest first. Only leaf components read the counts, so that rows do not
 * jump.
 */
export default function SentRequests(props: SentRequestsProps) {
  const { counts, clock } = props;
  const [query, go] = useQuery(props.query, readSentQuery, sentPath);
  const list = useList(query, props.first);
  const now = useNow();
  const shown = list.rows.slice(0, shownOf(query));
  const asked = pendingWith(useRows(requests, props.pending).filter(isSent));
  return (
    <AnimatedLayout>
      <h2 id="sent-heading" tabIndex={-1}>My Meeting Requests</h2>
      <Tabs first={counts} query={query} onVisit={go} />
      <ul class="card-list">
        {shown.map((request) => (
          <RequestCard key={request.id} request={request} clock={clock} now={now}>
            <SentActions request={request} isAsked={asked.has(request.expert.id)}>
              <Withdraw
                request={request}
                next={sentPath(query)}
                onLeave={() =>
                  focusNear(request.id, shown, query.status)}
              />
            </SentActions>
          </RequestCard>
        ))}
      </ul>
      <Rest query={query} list={list} onMore={go} />
    </AnimatedLayout>
  );
}

type List = { list: Window<KnownRequest>; rows: SentRequest[]; hasMore: boolean };

/** Those that match the query. They need not be loaded where all requests are known. */
function useList({ status }: SentQuery, first: Page<SentRequest>): List {
  const all = useRef<Window<KnownRequest> | null>(null);
  const create = () => {
    const list = createRequestList(status || undefined);
    if (!status) all.current = list;
    else if (all.current?.hasMore.value === false) list.add({ rows: [], next: null });
    return list;
  };
  const { list, rows, hasMore } = useWindow(create, first, status);
  return { list, rows: rows.filter(isSent), hasMore };
}

function isSent(request: Request): request is SentRequest {
  return request.type === "sent";
}

/** The ids of the researchers who have a pending request. */
function pendingWith(rows: SentRequest[]): Set<number> {
  const pending = rows.filter(({ status }) => status === "pending");
  return new Set(pending.map(({ expert }) => expert.id));
}

/** Focuses the name on the card, or where the card leaves the list, that on a neighbour. */
function focusNear(id: number, shown: SentRequest[], status: SentQuery["status"]): void {
  const at = shown.findIndex((request) => request.id === id);
  const stays = status ? shown[at + 1] ?? shown[at - 1] : shown[at];
  const name = stays && document.querySelector<HTMLElement>(`#request-${stays.id}-name a`);
  (name ?? document.getElementById("sent-heading"))?.focus();
}

type TabsProps = {
  /** The numbers that came with the page. */
  first: RequestCounts;
  query: SentQuery;
  onVisit: (to: SentQuery) => void;
};

function Tabs({ first, query, onVisit }: TabsProps) {
  const counts = useCount(requestCounts, seedRequestCounts, first);
  return (
    <StatusTabs
      query={query}
      counts={counts}
      onVisit={(event, to) => follow(event, () => onVisit(to))}
    />
  );
}

type RestProps = { query: SentQuery; list: List; onMore: (to: SentQuery, step: Step) => void };

/** Follows the requests that are shown, or stands in their place if there are none. */
function Rest({ query, list: { list, rows, hasMore }, onMore }: RestProps) {
  const busy = useFill(list, shownOf(query), STEP);
  if (rows.length === 0 && !hasMore) return <NoRequests query={query} />;
  if (rows.length === 0 && busy) return <Skeleton label="Loading requests" />;
  if (rows.length <= shownOf(query) && !hasMore) return null;
  return (
    <a
      class="button list-more"
      href={sentPath(withMore(query))}
      onClick={(event) => follow(event, () => onMore(withMore(query), "replace"))}
    >
      {busy ? "Loading…" : "Show more"}
    </a>
  );
}
