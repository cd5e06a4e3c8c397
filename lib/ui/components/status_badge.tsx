import type { RequestStatus } from "../../contract/meetings.ts";
import { STATUS_WORDS } from "./words.ts";

/** A ground and a colour of text: `tone-success` and so on in the styles. */
export type Tone = "accent" | "success" | "danger" | "waiting" | "neutral";

const TONES: Record<RequestStatus, Tone> = {
  pending: "waiting",
  accepted: "success",
  rejected: "danger",
  cancelled: "neutral",
};

type StatusBadgeProps = {
  status: RequestStatus;
  /** Whether it is on its way to the server. */
  isSaving?: boolean;
};

/** Where a request stands. */
export function StatusBadge({ status, isSaving }: StatusBadgeProps) {
  const tone = isSaving ? "neutral" : TONES[status];
  return <span class={`badge tone-${tone}`}>{isSaving ? "Saving…" : STATUS_WORDS[status]}</span>;
}
