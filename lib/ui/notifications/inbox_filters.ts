/** The filters of the inbox, in addresses and on the page. */
import type { Filter } from "../../contract/inbox_filter.ts";
import { pathWith } from "../paths.ts";

/** The path of the inbox, or of its page that begins at the cursor `before`. */
export function inboxPath(filter: Filter, before: string | null = ""): string {
  return pathWith("/notifications", { filter, before: before ?? "" });
}

const WORDS: Record<string, string> = {
  "": "All",
  unread: "Unread",
  meeting_request: "Requests",
  meeting_accepted: "Accepted",
  meeting_rejected: "Declined",
  meeting_scheduled: "Scheduled",
  meeting_rescheduled: "Rescheduled",
  meeting_cancelled: "Cancelled",
  meeting_reminder: "Reminders",
};

/** The text of a filter: `Reminders`; `Lab result` for the unknown type `lab_result`. */
export function filterWords(filter: Filter): string {
  if (Object.hasOwn(WORDS, filter)) return WORDS[filter];
  const words = filter.replaceAll("_", " ").trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** The filters for notifications of these types, known ones first. */
export function filtersOf(types: Iterable<string>): Filter[] {
  const known = Object.keys(WORDS);
  const given = new Set(types);
  const others = [...given].filter((type) => !known.includes(type)).sort();
  return ["", "unread", ...known.slice(2).filter((type) => given.has(type)), ...others];
}
