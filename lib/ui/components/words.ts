/** The words for the contract's names on pages. */
import type { MeetingType, RequestStatus } from "../../contract/meetings.ts";

export const STATUS_WORDS: Record<RequestStatus, string> = {
  pending: "Pending",
  accepted: "Accepted",
  rejected: "Declined",
  cancelled: "Withdrawn",
};

export const MEETING_TYPE_WORDS: Record<MeetingType, string> = {
  video_call: "Video Call",
  phone_call: "Phone Call",
  in_person: "In Person",
};

/** `1 unread notification`, `3 unread notifications` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
