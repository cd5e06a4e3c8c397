import type { RequestStatus } from "../../contract/meetings.ts";
import { STATUS_WORDS } from "./words.ts";

interface StatusBadgeProps {
  status: RequestStatus;
  /** Whether it is on its way to the server. */
  isSaving?: boolean;
}

/** Where a request stands, in a word and a colour. */
export function StatusBadge({ status, isSaving }: StatusBadgeProps) {
  if (isSaving) return <span class="status status-saving">Saving…</span>;
  return <span class={`status status-${status}`}>{STATUS_WORDS[status]}</span>;
}
