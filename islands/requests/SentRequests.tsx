/** A patient's requests, with where each stands. */
import { useLayoutEffect, useState } from "preact/hooks";
import { follow, type Step, useQuery } from "../../lib/browser/hooks/address.ts";
import { statusesOf } from "../../lib/browser/store/floors.ts";
import { Glide } from "../../lib/browser/lists/glide.tsx";
import { useCount, useNow } from "../../lib/browser/hooks/hooks.ts";
import { requestCounts, seedRequestCounts } from "../../lib/browser/store/request_counts.ts";
import {
  loadRequests,
  type RequestList,
  useRequests,
} from "../../lib/browser/store/request_lists.ts";
import { attempt } from "../../lib/browser/notices/toasts.ts";
import type { Request, RequestCounts, SentRequest } from "../../lib/contract/meetings.ts";
import type { Reach } from "../../lib/contract/reach.ts";
import { RequestCard } from "../../lib/ui/requests/request_card.tsx";
import {
  NoRequests,
  SentActions,
  SkeletonCards,
  StatusTabs,
} from "../../lib/ui/requests/sent_requests.tsx";
import {
  countOf,
  readSentQuery,
  sentPath,
  type SentQuery,
  shownOf,
  withMore,
} from "../../lib/ui/requests/sent_query.ts";
import type { Clock } from "../../lib/time/formats.ts";
import Withdraw from "./Withdraw.tsx";

interface SentRequestsProps {
  /** Those that the query chooses, and maybe others. */
  first: SentRequest[];
  reach: Reach[];
  counts: RequestCounts;
  query: SentQuery;
  clock: Clock;
}

/** The tabs and the list, newest first. Only leaves follow the counts, or rows would jump. */
export default function SentRequests(
  { first, reach, counts, query: firstQuery, clock }: SentRequestsProps,
) {
  const [query, go] = useQuery(firstQuery, readSentQuery, sentPath);
  const { rows, listOf } = useRequests(first, reach);
  const now = useNow();
  const sent = rows.filter(isSent);
  const list = listOf(sent, statusesOf(query.status));
  const shown = list.rows.slice(0, shownOf(query));
  const asked = pendingWith(sent);
  return (
    <Glide>
      <h2 id="sent-heading" tabIndex={-1}>My Meeting Requests</h2>
      <Tabs first={counts} query={query} onVisit={go} />
      <ul class="cards">
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
      <Rest first={counts} query={query} list={list} onMore={go} />
    </Glide>
  );
}

function isSent(request: Request): request is SentRequest {
  return request.type === "sent";
}

/** The researchers who have not answered yet. */
function pendingWith(rows: SentRequest[]): Set<number> {
  const pending = rows.filter(({ status }) => status === "pending");
  return new Set(pending.map(({ expert }) => expert.id));
}

/** Focuses what stays when the button on a card goes: its name, or where all go, the next one's. */
function focusNear(id: number, shown: SentRequest[], status: SentQuery["status"]): void {
  const at = shown.findIndex((request) => request.id === id);
  const stays = status ? shown[at + 1] ?? shown[at - 1] : shown[at];
  const name = stays && document.querySelector<HTMLElement>(`#request-${stays.id}-name a`);
  (name ?? document.getElementById("sent-heading"))?.focus();
}

interface CountedProps {
  /** The numbers that the page came with. */
  first: RequestCounts;
  query: SentQuery;
}

function Tabs({ first, query, onVisit }: CountedProps & { onVisit: (to: SentQuery) => void }) {
  const counts = useCount(requestCounts, seedRequestCounts, first);
  return (
    <StatusTabs
      query={query}
      counts={counts}
      onVisit={(event, to) => follow(event, () => onVisit(to))}
    />
  );
}

interface RestProps extends CountedProps {
  /** The requests that the query chooses. */
  list: RequestList<SentRequest>;
  onMore: (to: SentQuery, step: Step) => void;
}

/** What stands after the requests that are shown, or where there are none. */
function Rest({ first, query, list: { rows, hasOlder }, onMore }: RestProps) {
  const total = countOf(useCount(requestCounts, seedRequestCounts, first), query.status);
  const busy = useMissing(query, hasOlder && rows.length <= shownOf(query));
  if (rows.length === 0 && !(hasOlder && total > 0)) return <NoRequests query={query} />;
  if (rows.length === 0 && busy) return <SkeletonCards />;
  if (rows.length <= shownOf(query) && !hasOlder) return null;
  return (
    <a
      class="button more"
      href={sentPath(withMore(query))}
      onClick={(event) => follow(event, () => onMore(withMore(query), "replace"))}
    >
      {busy ? "Loading…" : "Show more"}
    </a>
  );
}

/** Loads what the query chooses and the page does not have; true while it does. */
function useMissing(query: SentQuery, isMissing: boolean): boolean {
  const [busy, setBusy] = useState(false);
  useLayoutEffect(() => {
    if (!isMissing) return;
    let left = false;
    setBusy(true);
    const statuses = statusesOf(query.status);
    attempt(() => loadRequests(statuses, shownOf(query))).then(() => left || setBusy(false));
    return () => {
      left = true;
      setBusy(false);
    };
  }, [query.status, query.shown, isMissing]);
  return busy;
}
