/** A patient's requests, with where each stands. */
import "./Bell.tsx";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { IS_BROWSER } from "fresh/runtime";
import { follow, type Step, useQuery } from "../lib/client/address.ts";
import { Glide } from "../lib/client/glide.tsx";
import { useNow, useRows } from "../lib/client/hooks.ts";
import { loadRequests, requestCounts, seedRequestCounts } from "../lib/client/request_counts.ts";
import { requests } from "../lib/client/requests.ts";
import { attempt } from "../lib/client/toasts.ts";
import type { Request, RequestCounts, SentRequest } from "../lib/contract/meetings.ts";
import { RequestCard } from "../lib/ui/request_card.tsx";
import { NoRequests, SentActions, SkeletonCards, StatusTabs } from "../lib/ui/sent_requests.tsx";
import {
  countOf,
  readSentQuery,
  sentPath,
  type SentQuery,
  shownOf,
  STEP,
  withMore,
} from "../lib/ui/sent_query.ts";
import type { Clock } from "../lib/ui/time.ts";
import Withdraw from "./Withdraw.tsx";

interface SentRequestsProps {
  /** Those that the query chooses, and maybe others. */
  first: SentRequest[];
  counts: RequestCounts;
  query: SentQuery;
  clock: Clock;
}

/** The tabs and the list, newest first. Only leaves follow the counts, or rows would jump. */
export default function SentRequests(
  { first, counts, query: firstQuery, clock }: SentRequestsProps,
) {
  const [query, go] = useQuery(firstQuery, readSentQuery, sentPath);
  const rows = useRows(requests, first).filter(isSent);
  const now = useNow();
  const chosen = rows.filter(({ status }) => !query.status || status === query.status);
  const shown = chosen.slice(0, shownOf(query));
  const asked = pendingWith(rows);
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
      <Rest first={counts} query={query} shown={shown.length} onMore={go} />
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

/** The numbers of requests now. As `useRows`. */
function useCounts(first: RequestCounts): RequestCounts {
  useState(() => IS_BROWSER && seedRequestCounts(first));
  return IS_BROWSER ? requestCounts.value ?? first : first;
}

function Tabs({ first, query, onVisit }: CountedProps & { onVisit: (to: SentQuery) => void }) {
  const counts = useCounts(first);
  return (
    <StatusTabs
      query={query}
      counts={counts}
      onVisit={(event, to) => follow(event, () => onVisit(to))}
    />
  );
}

interface RestProps extends CountedProps {
  /** How many requests are shown. */
  shown: number;
  onMore: (to: SentQuery, step: Step) => void;
}

/** What stands after the requests that are shown, or where there are none. */
function Rest({ first, query, shown, onMore }: RestProps) {
  const total = countOf(useCounts(first), query.status);
  const isMissing = useLasting(shown < Math.min(shownOf(query), total), sentPath(query));
  const hasMore = useLasting(total > shown, sentPath(query));
  const busy = useMissing(query, isMissing);
  if (shown === 0) return busy ? <SkeletonCards /> : <NoRequests query={query} />;
  if (!hasMore) return null;
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

/** Milliseconds after which the list has shown what the server has counted. */
const SETTLED = 1_000;

/** Whether `now` is true, and not only until the list has caught up; at once for another `key`. */
function useLasting(now: boolean, key: string): boolean {
  const [lasting, setLasting] = useState(now);
  useLayoutEffect(() => setLasting(now), [key]);
  useEffect(() => {
    if (!now) return setLasting(false);
    const timer = setTimeout(setLasting, SETTLED, true);
    return () => clearTimeout(timer);
  }, [now]);
  return now && lasting;
}

/** Loads what the query chooses and the page does not have; true while it does. */
function useMissing(query: SentQuery, isMissing: boolean): boolean {
  const [busy, setBusy] = useState(false);
  const [first] = useState(sentPath(query));
  useLayoutEffect(() => {
    const hasGrown = shownOf(query) > STEP && sentPath(query) !== first;
    if (!isMissing && !hasGrown) return;
    let left = false;
    setBusy(true);
    attempt(() => loadRequests(query.status, shownOf(query))).then(() => left || setBusy(false));
    return () => {
      left = true;
      setBusy(false);
    };
  }, [query.status, query.shown, isMissing]);
  return busy;
}
