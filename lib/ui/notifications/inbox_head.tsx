import type { Filter } from "../../contract/inbox_filter.ts";
import { Form } from "../components/form.tsx";
import { filtersOf, filterWords, inboxPath } from "./inbox_filters.ts";
import { counted } from "../components/words.ts";

type InboxHeadProps = {
  filter: Filter;
  /** The types to choose from. */
  types: Iterable<string>;
  /** How many are unread. */
  count: number;
  /** The offset of the list: without a script only what is in it is marked. */
  asOf: string;
  onMarkAll: () => void;
};

/** The filters, and the button that marks all as read. */
export function InboxHead({ filter, types, count, asOf, onMarkAll }: InboxHeadProps) {
  const filters = filtersOf(filter === "" || filter === "unread" ? types : [...types, filter]);
  return (
    <div class="inbox-head">
      <nav class="filter-list" aria-label="Show">
        {filters.map((one) => (
          <a
            key={one}
            class="filter"
            href={inboxPath(one)}
            aria-current={one === filter ? "page" : undefined}
          >
            {filterWords(one)}
          </a>
        ))}
      </nav>
      <Form
        class="row row-apart section-head"
        action="/notifications"
        onSubmit={(event) => {
          event.preventDefault();
          onMarkAll();
        }}
      >
        <p class="quiet">{count === 0 ? "All read" : counted(count, "unread notification")}</p>
        <input type="hidden" name="next" value={inboxPath(filter)} />
        <input type="hidden" name="as_of" value={asOf} />
        <button
          type="submit"
          name="action"
          value="mark-all-read"
          class="button"
          disabled={count === 0}
        >
          Mark all as read
        </button>
      </Form>
    </div>
  );
}
