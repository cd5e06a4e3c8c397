import { useEffect, useRef } from "preact/hooks";
import type { Specialties } from "../../contract/users.ts";
import type { ExpertsQuery } from "./experts_query.ts";
import { SearchIcon } from "../components/icons.tsx";
import { initially } from "../components/initially.ts";

/** Whether a search adds an entry to the browser's history or replaces the present one. */
type Step = "push" | "replace";

type ExpertsSearchProps = {
  /** The present search. */
  query: ExpertsQuery;
  specialties: Specialties;
  onSearch: (query: ExpertsQuery, step?: Step) => void;
};

/** How long (milliseconds) after the last key the search starts. */
const PAUSE = 150;

/**
 * The search form. It searches while a person types; without a script it is submitted.
 */
export function ExpertsSearch({ query, specialties, onSearch }: ExpertsSearchProps) {
  const form = useRef<HTMLFormElement>(null);
  const { later, now, end } = useTyping(form, query, onSearch);
  return (
    <form
      ref={form}
      class="search"
      role="search"
      action="/experts"
      method="get"
      onSubmit={(event) => {
        event.preventDefault();
        now();
      }}
    >
      <div class="search-field">
        <label class="sr-only" for="search">Search experts</label>
        <SearchIcon />
        <input
          id="search"
          name="search"
          type="search"
          dir="auto"
          maxLength={200}
          autocomplete="off"
          {...initially(query.search)}
          placeholder="Name, specialty, institution"
          onInput={later}
          onBlur={end}
        />
      </div>
      <label class="sr-only" for="specialty">Specialty</label>
      <select id="specialty" name="specialty" onChange={now}>
        <option value="">All specialties</option>
        {withChosen(specialties, query.specialty).map(({ specialty, count }) => (
          <option
            key={specialty}
            value={specialty}
            selected={isSame(specialty, query.specialty)}
          >
            {count > 0 ? `${specialty} (${count})` : specialty}
          </option>
        ))}
      </select>
      <button type="submit" class="button search-submit">Search</button>
    </form>
  );
}

/** The specialties, and the chosen one even if no researcher has it. */
function withChosen(specialties: Specialties, chosen: string): Specialties {
  const isKnown = !chosen || specialties.some(({ specialty }) => isSame(specialty, chosen));
  return isKnown ? specialties : [...specialties, { specialty: chosen, count: 0 }];
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * Searches for what the form contains: `later` after a pause in typing, `now` at once. Everything
 * typed until `end` is one entry of the history.
 */
function useTyping(
  form: { current: HTMLFormElement | null },
  query: ExpertsQuery,
  onSearch: ExpertsSearchProps["onSearch"],
) {
  const latest = useRef({ query, onSearch });
  latest.current = { query, onSearch };
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const step = useRef<Step>("push");
  const search = (step: Step) => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const wanted = wantedBy(form.current!);
    if (!isWanted(wanted, latest.current.query)) latest.current.onSearch(wanted, step);
  };
  const later = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      search(step.current);
      step.current = "replace";
    }, PAUSE);
  };
  const end = () => {
    step.current = "push";
  };
  useEffect(() => {
    // The form may have been changed before the script ran.
    if (!isWanted(wantedBy(form.current!), query)) later();
    return () => clearTimeout(timer.current);
  }, []);
  useEffect(() => {
    if (timer.current || isWanted(wantedBy(form.current!), query)) return;
    show(form.current!, query);
    end();
  }, [query.search, query.specialty]);
  return { later, now: () => search("push"), end };
}

type Fields = { search: HTMLInputElement; specialty: HTMLSelectElement };

function wantedBy(form: HTMLFormElement): ExpertsQuery {
  const { search, specialty } = form.elements as unknown as Fields;
  return { search: search.value.trim(), specialty: specialty.value, page: "" };
}

function isWanted(wanted: ExpertsQuery, query: ExpertsQuery): boolean {
  return wanted.search === query.search && isSame(wanted.specialty, query.specialty);
}

/** Fills the form with a search that came from the history or a link. */
function show(form: HTMLFormElement, query: ExpertsQuery): void {
  const { search, specialty } = form.elements as unknown as Fields;
  search.value = query.search;
  for (const option of specialty.options) option.selected = isSame(option.value, query.specialty);
}
