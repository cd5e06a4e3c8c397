import type { ExpertsPage } from "../../contract/users.ts";
import { EmptyState } from "../components/empty_state.tsx";
import { expertsPath, type ExpertsQuery, pageOf, pageText, PER_PAGE } from "./experts_query.ts";
import { SearchIcon } from "../components/icons.tsx";
import { counted } from "../components/words.ts";

type Found = {
  query: ExpertsQuery;
  page: ExpertsPage;
};

/** Called when somebody follows the link to `query`. */
type Visit = (event: MouseEvent, query: ExpertsQuery) => void;

/** `1 researcher`, `25–48 of 130 researchers` */
export function countText({ query, page: { experts, total } }: Found): string {
  if (total <= PER_PAGE || experts.length === 0) return counted(total, "researcher");
  const before = (pageOf(query) - 1) * PER_PAGE;
  return `${before + 1}–${before + experts.length} of ${counted(total, "researcher")}`;
}

/** Shown if no researcher is found, with links to wider searches. */
export function NobodyFound({ found, onVisit }: { found: Found; onVisit: Visit }) {
  const { query, page: { total } } = found;
  const ways: [words: string, query: ExpertsQuery][] = [];
  if (query.search && query.specialty) {
    ways.push(["Search all specialties", { ...query, specialty: "", page: "" }]);
  }
  if (total > 0) ways.push(["Go to the first page", { ...query, page: "" }]);
  else if (query.search || query.specialty) {
    ways.push(["Show all", { search: "", specialty: "", page: "" }]);
  }
  return (
    <EmptyState icon={<SearchIcon />} title={emptyTitle(found)}>
      {query.search && total === 0 && <p class="quiet">Try fewer words, or part of a name.</p>}
      <div class="actions">
        {ways.map(([words, to]) => (
          <a
            key={words}
            class="button"
            href={expertsPath(to)}
            onClick={(e) => onVisit(e, to)}
          >
            {words}
          </a>
        ))}
      </div>
    </EmptyState>
  );
}

function emptyTitle({ query: { search, specialty }, page: { total } }: Found): string {
  if (total > 0) return "There are no more researchers";
  if (!search && !specialty) return "No researchers yet";
  const words = search ? ` for “${search}”` : "";
  return `No researchers found${words}${specialty ? ` in ${specialty}` : ""}`;
}

/** Links to the previous and the next page; nothing if there is only one page. */
export function Pages({ found: { query, page }, onVisit }: { found: Found; onVisit: Visit }) {
  const [number, last] = [pageOf(query), Math.ceil(page.total / PER_PAGE)];
  if (last <= 1 || number > last) return null;
  const link = (words: string, to: number) => {
    const target = { ...query, page: pageText(to) };
    if (to < 1 || to > last) return <span class="button" aria-disabled="true">{words}</span>;
    return (
      <a class="button" href={expertsPath(target)} onClick={(e) => onVisit(e, target)}>{words}</a>
    );
  };
  return (
    <nav class="row row-apart pager" aria-label="Pages">
      {link("Previous", number - 1)}
      <p class="quiet">Page {number} of {last}</p>
      {link("Next", number + 1)}
    </nav>
  );
}
