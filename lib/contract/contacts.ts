import type { Schedule } from "./meetings.ts";
import type { Person } from "./users.ts";

/** Somebody with whom one may schedule meetings. */
export type Contact = Person & {
  time_zone: string;
  /** Whether the two had, or have, their trial meeting. */
  had_trial: boolean;
};

/** A meeting as one of its two sees it. */
export type OwnMeeting = {
  schedule: Schedule;
  other: Contact;
  /** The request that it came from, if it came from one. */
  request_id: number | null;
};
