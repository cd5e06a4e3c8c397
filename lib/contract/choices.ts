/** Which notifications a person wants, and how. */
import { z } from "zod";

/** The types that have a choice of their own; `other` is for all that have none. */
export const CHOICE_TYPES = [
  "meeting_request",
  "meeting_accepted",
  "meeting_rejected",
  "meeting_cancelled",
  "meeting_scheduled",
  "meeting_rescheduled",
  "meeting_reminder",
  "other",
] as const;
export type ChoiceType = typeof CHOICE_TYPES[number];

/**
 * With `inbox` false a new notification arrives as read; with `desktop` false the browser shows
 * no notification of its own.
 */
export const choice = z.strictObject({
  notification_type: z.enum(CHOICE_TYPES),
  inbox: z.boolean(),
  desktop: z.boolean(),
});
export type Choice = z.infer<typeof choice>;

/** What is left out stays as it is. */
export const choicesInput = z.strictObject({ choices: z.array(choice).max(50) });

export const choicesAnswer = z.object({ choices: z.array(choice) });

/** The choice that a notification of this type depends on. */
export function choiceType(notificationType: string): ChoiceType {
  return CHOICE_TYPES.find((type) => type === notificationType) ?? "other";
}
