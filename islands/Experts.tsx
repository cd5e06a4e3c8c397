/** Researchers to browse, to search and to ask for a meeting. */
import { useEffect, useRef, useState } from "preact/hooks";
import { EXPERTS_SHOWN, findExperts } from "../lib/client/experts.ts";
import { useBusy, useRows } from "../lib/client/hooks.ts";
import { requests } from "../lib/client/requests.ts";
import { attempt } from "../lib/client/toasts.ts";
import type { SentRequest } from "../lib/contract/meetings.ts";
import type { Expert, ExpertsPage } from "../lib/contract/users.ts";
import { EmptyState } from "../lib/ui/empty_state.tsx";
import { ExpertCard } from "../lib/ui/expert_card.tsx";
import { SearchIcon } from "../lib/ui/icons.tsx";
import type { Clock } from "../lib/ui/time.ts";
import { counted } from "../lib/ui/words.ts";
import RequestDialog from "./RequestDialog.tsx";

interface ExpertsProps {
  first: ExpertsPage;
  search: string;
  /** The patient's own requests that are pending; null for those who cannot ask. */
  pending: SentRequest[] | null;
  clock: Clock;
}

/** The search field, the cards, and the dialog of the one who was chosen. */
export default function Experts({ first, search, pending, clock }: ExpertsProps) {
  const [found, setFound] = useState(first);
  const [searched, setSearched] = useState(search);
  const [chosen, setChosen] = useState<Expert | null>(null);
  const asked = askedIds(useRows(requests, pending ?? []));
  const show = (page: ExpertsPage, text: string) => {
    setFound(page);
    setSearched(text);
  };
  return (
    <>
      <SearchForm search={search} onFound={show} />
      <p class="quiet" aria-live="polite">{counted(found.total, "researcher")}</p>
      {found.total === 0 && <Nobody search={searched} />}
      <ul class="cards cards-grid">
        {found.experts.map((expert) => (
          <ExpertCard key={expert.id} expert={expert}>
            {pending && (
              <AskButton
                expert={expert}
                asked={asked.has(expert.id)}
                onAsk={setChosen}
              />
            )}
          </ExpertCard>
        ))}
      </ul>
      <MoreExperts found={found} search={searched} onFound={(page) => show(page, searched)} />
      {chosen && (
        <RequestDialog
          key={chosen.id}
          expert={chosen}
          clock={clock}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}

/** The researchers who have a pending request. */
function askedIds(rows: typeof requests.rows.value): Set<number> {
  const ids = new Set<number>();
  for (const row of rows) {
    if (row.type === "sent" && row.status === "pending") ids.add(row.expert.id);
  }
  return ids;
}

interface AskButtonProps {
  expert: Expert;
  asked: boolean;
  onAsk: (expert: Expert) => void;
}

function AskButton({ expert, asked, onAsk }: AskButtonProps) {
  return (
    <button
      type="button"
      class={asked ? "button needs-script" : "button button-primary needs-script"}
      aria-describedby={`expert-${expert.id}-name`}
      aria-disabled={asked ? "true" : "false"}
      onClick={() => !asked && onAsk(expert)}
    >
      {asked ? "Request pending" : "Request Meeting"}
    </button>
  );
}

interface SearchFormProps {
  search: string;
  onFound: (page: ExpertsPage, search: string) => void;
}

/** Searches while somebody types; without a script it sends the form. */
function SearchForm({ search, onFound }: SearchFormProps) {
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (text: string) => {
    running.current?.abort();
    const { signal } = running.current = new AbortController();
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (signal.aborted) return;
    await attempt(async () => {
      const page = await findExperts(text, 0, signal);
      const query = text && `?search=${encodeURIComponent(text)}`;
      history.replaceState(history.state, "", location.pathname + query);
      onFound(page, text);
    }, signal);
  };
  return (
    <form class="search" role="search" action="/experts" method="get">
      <label class="sr-only" for="search">Search experts</label>
      <SearchIcon />
      <input
        id="search"
        name="search"
        type="search"
        maxLength={200}
        defaultValue={search}
        placeholder="Name, specialty, institution"
        onInput={(event) => run(event.currentTarget.value.trim())}
      />
      <button type="submit" class="button search-submit">Search</button>
    </form>
  );
}

function Nobody({ search }: { search: string }) {
  if (!search) return <EmptyState icon={<SearchIcon />} title="No researchers yet" />;
  return (
    <EmptyState icon={<SearchIcon />} title={`Nobody found for “${search}”`}>
      <p class="quiet">Try fewer words, or part of a name.</p>
      <a class="button" href="/experts">Show all</a>
    </EmptyState>
  );
}

interface MoreExpertsProps {
  found: ExpertsPage;
  search: string;
  onFound: (page: ExpertsPage) => void;
}

function MoreExperts({ found, search, onFound }: MoreExpertsProps) {
  const [busy, run] = useBusy();
  const loaded = found.experts.length;
  if (loaded >= found.total || loaded < EXPERTS_SHOWN) return null;
  const load = async () => {
    await attempt(async () => {
      const { experts, total } = await findExperts(search, loaded);
      onFound({ experts: [...found.experts, ...experts], total });
    });
  };
  return (
    <button
      type="button"
      class="button more needs-script"
      disabled={busy}
      onClick={() => run(load)}
    >
      {busy ? "Loading…" : "Show more"}
    </button>
  );
}
