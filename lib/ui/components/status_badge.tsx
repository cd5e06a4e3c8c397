import type { RequestStatus } from "../../contract/meetings.ts";
import { STATUS_WORDS } from "./words.ts";

/** A background with its text colour: the classes `tone-success` and so on in the styles. */
export type Tone = "accent" | "success" | "danger" | "waiting" | "neutral";

const TONES: Record<RequestStatus, Tone> = {
  pending: "waiting",
  accepted: "success",
  rejected: "danger",
  cancelled: "neutral",
};

type StatusBadgeProps = {
  status: RequestStatus;
  /** Whether a decision is being saved. */
  isSaving?: boolean;
};

/** The status of a request. */
export function StatusBadge({ status, isSaving }: StatusBadgeProps) {
  const tone = isSaving ? "neutral" : TONES[status];
  return <span class={`badge tone-${tone}`}>{isSaving ? "Saving…" : STATUS_WORDS[status]}</span>;
}
