import type { RequestStatus } from "../contract/meetings.ts";
import { STATUS_WORDS } from "./words.ts";

/** Where a request stands, in a word and a colour. */
export function StatusBadge({ status }: { status: RequestStatus }) {
  return <span class={`status status-${status}`}>{STATUS_WORDS[status]}</span>;
}
