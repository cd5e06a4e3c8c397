/** The parts of a patient's list of requests. */
import type { ComponentChildren } from "preact";
import type { RequestCounts, RequestStatus, SentRequest } from "../../contract/meetings.ts";
import { EmptyState } from "../components/empty_state.tsx";
import { CalendarIcon } from "../components/icons.tsx";
import { countOf, sentPath, type SentQuery } from "./sent_query.ts";
import { STATUS_WORDS } from "../components/words.ts";
import { askPath } from "../paths.ts";
import { MeetingLink } from "./request_card.tsx";

type StatusTabsProps = {
  query: SentQuery;
  counts: RequestCounts;
  /** Called when somebody follows the link to `query`. */
  onVisit: (event: MouseEvent, query: SentQuery) => void;
};

const TABS: [status: SentQuery["status"], words: string][] = [
  ["", "All"],
  ...Object.entries(STATUS_WORDS) as [RequestStatus, string][],
];

/** Links to the requests of each status, with how many there are. */
export function StatusTabs({ query, counts, onVisit }: StatusTabsProps) {
  return (
    <nav class="filter-list" aria-label="Requests by status">
      {TABS.map(([status, words]) => {
        const to = { status, shown: "" };
        return (
          <a
            key={status}
            class="filter"
            href={sentPath(to)}
            aria-current={status === query.status ? "page" : undefined}
            onClick={(event) => onVisit(event, to)}
          >
            {words} <span class="filter-count">{countOf(counts, status)}</span>
          </a>
        );
      })}
    </nav>
  );
}

/** Shown if there are no requests. */
export function NoRequests({ query: { status } }: { query: SentQuery }) {
  const title = status
    ? `No ${STATUS_WORDS[status].toLowerCase()} requests`
    : "No meeting requests yet";
  return (
    <EmptyState icon={<CalendarIcon />} title={title}>
      {!status && <p class="quiet">Find a researcher and ask for a meeting.</p>}
      {!status && <a class="button button-primary" href="/experts">Find a researcher</a>}
    </EmptyState>
  );
}

type SentActionsProps = {
  request: SentRequest;
  /** Whether another request to the same researcher is pending. */
  isAsked: boolean;
  /** The button that withdraws it. */
  children: ComponentChildren;
};

/** What a patient can do about a request, by its status. */
export function SentActions({ request, isAsked, children }: SentActionsProps) {
  const { id, status, expert } = request;
  if (status === "pending") return <>{children}</>;
  if (status === "accepted") return <MeetingLink request={request} />;
  if (isAsked) return null;
  return (
    <div class="actions">
      <a class="button" href={askPath(expert.id)} aria-describedby={`request-${id}-name`}>
        Ask again
      </a>
    </div>
  );
}
