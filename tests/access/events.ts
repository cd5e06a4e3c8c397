/** The matrix of the socket's events. */
import { type Outcomes, SIGNED_OUT } from "./outcomes.ts";

const kept = { unauthenticated: SIGNED_OUT, not_approved: "waiting" };
const ofThePatient = {
  ...kept,
  ok: "patient",
  forbidden: "otherPatient researcher otherResearcher admin service",
};

/** What is sent about the patient of the first pair, and what comes of it. */
export const EVENTS: Record<string, { payload: unknown; outcomes: Outcomes }> = {
  join_meeting_room: {
    payload: { user_id: "{patient}", user_type: "user" },
    outcomes: ofThePatient,
  },
  get_meeting_notifications: { payload: { user_id: "{patient}" }, outcomes: ofThePatient },
  mark_notification_read: {
    payload: { user_id: "{patient}", notification_id: "{notification}" },
    outcomes: ofThePatient,
  },
};
