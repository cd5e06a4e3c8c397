/** Researchers to browse, to search and to ask for a meeting. */
import { useRef, useState } from "preact/hooks";
import { follow, useQuery } from "../../lib/browser/hooks/address.ts";
import { findExperts } from "../../lib/browser/api/experts.ts";
import { useFound } from "../../lib/browser/hooks/found.ts";
import { useNow } from "../../lib/browser/hooks/hooks.ts";
import { useRows } from "../../lib/browser/hooks/use_store.ts";
import { useOpening } from "../../lib/browser/hooks/opening.ts";
import { requests } from "../../lib/browser/store/requests.ts";
import type { SentRequest } from "../../lib/contract/meetings.ts";
import type { Expert, ExpertsPage, Specialties } from "../../lib/contract/users.ts";
import { ExpertCard } from "../../lib/ui/experts/expert_card.tsx";
import {
  expertsPath,
  type ExpertsQuery,
  readExpertsQuery,
  rowsOf,
} from "../../lib/ui/experts/experts_query.ts";
import { countText, NobodyFound, Pages } from "../../lib/ui/experts/experts_results.tsx";
import { ExpertsSearch } from "../../lib/ui/experts/experts_search.tsx";
import { ProblemNote } from "../../lib/ui/components/problem_note.tsx";
import type { Clock } from "../../lib/time/formats.ts";
import type RequestDialog from "../requests/RequestDialog.tsx";
import { askPath } from "../../lib/ui/paths.ts";

type ExpertsProps = {
  first: ExpertsPage;
  query: ExpertsQuery;
  specialties: Specialties;
  /** The patient's own requests that are pending; null for those who cannot ask. */
  pending: SentRequest[] | null;
  clock: Clock;
  /** When the page was rendered, in milliseconds. */
  now: number;
};

/** The search, its results in pages, and the dialog that asks one of them. */
export default function Experts(props: ExpertsProps) {
  const { first, specialties, pending, clock } = props;
  const [query, go] = useQuery(props.query, readExpertsQuery, expertsPath);
  const { found, busy, problem, retry } = useFound(
    { query: props.query, page: first },
    query,
    (wanted, signal) => {
      const { search, specialty } = wanted;
      return findExperts({ search, specialty, ...rowsOf(wanted) }, signal);
    },
  );
  const { Dialog, opening, ask } = useDialog();
  const count = useRef<HTMLParagraphElement>(null);
  const asked = askedIds(useRows(requests, pending ?? []));
  const now = useNow() ?? props.now;
  const visit = (event: MouseEvent, to: ExpertsQuery) =>
    follow(event, () => {
      go(to);
      count.current?.focus();
    });
  return (
    <>
      <ExpertsSearch query={query} specialties={specialties} onSearch={go} />
      <ProblemNote text={problem}>
        <button type="button" class="link-button" onClick={retry}>Try again</button>
      </ProblemNote>
      <p
        ref={count}
        class={found.page.experts.length > 0 ? "quiet experts-count" : "sr-only"}
        tabIndex={-1}
        aria-live="polite"
      >
        {countText(found)}
      </p>
      <div class="experts-results" aria-busy={busy ? "true" : "false"}>
        {found.page.experts.length === 0 && <NobodyFound found={found} onVisit={visit} />}
        <ul class="card-list card-grid">
          {found.page.experts.map((expert) => (
            <ExpertCard key={expert.id} expert={expert} clock={clock} now={now}>
              {pending && <AskButton expert={expert} asked={asked.has(expert.id)} onAsk={ask} />}
            </ExpertCard>
          ))}
        </ul>
        <Pages found={found} onVisit={visit} />
      </div>
      {Dialog && opening && (
        <Dialog
          key={opening.key}
          expert={opening.subject}
          clock={clock}
          onClose={opening.close}
        />
      )}
    </>
  );
}

/** The dialog, the researcher whom it asks, and a function that opens it and first loads its script. */
function useDialog() {
  const [Dialog, setDialog] = useState<typeof RequestDialog | null>(null);
  const [opening, open] = useOpening<Expert>();
  const ask = async (expert: Expert) => {
    try {
      const module = await import("../requests/RequestDialog.tsx");
      setDialog(() => module.default);
      open(expert);
    } catch {
      location.assign(askPath(expert.id));
    }
  };
  return { Dialog, opening, ask };
}

/** The researchers who have a pending request. */
function askedIds(rows: typeof requests.rows.value): Set<number> {
  const ids = new Set<number>();
  for (const row of rows) {
    if (row.type === "sent" && row.status === "pending") ids.add(row.expert.id);
  }
  return ids;
}

type AskButtonProps = {
  expert: Expert;
  asked: boolean;
  onAsk: (expert: Expert) => void;
};

/** Opens the dialog; without a script it leads to the page with the form. */
function AskButton({ expert, asked, onAsk }: AskButtonProps) {
  return (
    <form
      action={askPath(expert.id)}
      onSubmit={(event) => {
        event.preventDefault();
        if (!asked) onAsk(expert);
      }}
    >
      <button
        type="submit"
        class={asked ? "button" : "button button-primary"}
        aria-describedby={`expert-${expert.id}-name`}
        aria-disabled={asked ? "true" : "false"}
      >
        {asked ? "Request pending" : "Request Meeting"}
      </button>
    </form>
  );
}
