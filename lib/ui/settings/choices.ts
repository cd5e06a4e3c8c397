/** The choices of notifications in the settings: their words and their form. */
import type { Choice, ChoiceType } from "../../contract/choices.ts";
import type { User } from "../../contract/users.ts";

/** What each type is about. */
export const CHOICE_WORDS: Record<ChoiceType, [name: string, hint: string]> = {
  meeting_request: ["Requests", "A patient asks you for a meeting."],
  meeting_accepted: ["Accepted requests", "A researcher accepts your request."],
  meeting_rejected: ["Declined requests", "A researcher declines your request."],
  meeting_scheduled: ["New meetings", "A meeting gets its time."],
  meeting_rescheduled: ["Rescheduled meetings", "A meeting gets another time."],
  meeting_cancelled: ["Cancellations", "A meeting is cancelled, or a request is withdrawn."],
  meeting_reminder: ["Reminders", "A meeting starts in 24 hours, or in 30 minutes."],
  other: ["Everything else", "Messages from other systems of your clinic."],
};

const NEVER_TOLD: Record<User["role"], ChoiceType[]> = {
  patient: ["meeting_request"],
  researcher: ["meeting_accepted", "meeting_rejected"],
  admin: [],
  service: [],
};

/** The types of notifications that a person of this role can get, in the order of the page. */
export function typesFor(role: User["role"]): ChoiceType[] {
  const types = Object.keys(CHOICE_WORDS) as ChoiceType[];
  return types.filter((type) => !NEVER_TOLD[role].includes(type));
}

/** The choices in a submitted form. Browsers leave out boxes that are not ticked. */
export function choicesOf(values: Record<string, string>, role: User["role"]): Choice[] {
  return typesFor(role).map((type) => ({
    notification_type: type,
    inbox: `${type}.inbox` in values,
    desktop: `${type}.desktop` in values,
  }));
}
