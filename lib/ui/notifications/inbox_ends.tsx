/** What the inbox shows in place of rows, and below them. */
import { EmptyState } from "../components/empty_state.tsx";
import { CheckIcon, InboxIcon } from "../components/icons.tsx";
import type { Filter } from "../../contract/inbox_filter.ts";
import { filterWords } from "./inbox_filters.ts";

/** Shown if no notification matches. */
export function NothingHere({ filter }: { filter: Filter }) {
  if (filter === "") {
    return (
      <EmptyState icon={<InboxIcon />} title="No notifications yet">
        <p class="quiet">News about your requests and meetings appears here.</p>
      </EmptyState>
    );
  }
  const isUnread = filter === "unread";
  return (
    <EmptyState
      icon={isUnread ? <CheckIcon /> : <InboxIcon />}
      title={isUnread ? "You have read everything" : `Nothing under “${filterWords(filter)}”`}
    >
      <a class="button" href="/notifications">Show all notifications</a>
    </EmptyState>
  );
}

/** Leads to older notifications if no script loads them. */
export function OlderLink({ href }: { href: string }) {
  return <a class="button list-more" href={href}>Older notifications</a>;
}
