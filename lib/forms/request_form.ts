/** The form that asks for a meeting: what it says, and what is wrong with it. */
import type { MeetingType, RequestInput } from "../contract/meetings.ts";
import type { FormState, FormValues } from "./form_state.ts";
import { startErrors, startOf } from "./meeting_time.ts";

/** The most characters that a message may have. */
export const LONGEST = 5000;

/** The fields of the form that the API knows by the same names. */
export const API_FIELDS = ["message", "preferred_datetime", "meeting_type"];

/** What is shown of the form; `code` names the error that `problem` tells. */
export type RequestState = FormState & { code?: string };

/** What a patient asks for, without of whom. */
export type Wish = Omit<RequestInput, "expert_id">;

/**
 * What `values` (`message`, `date`, `time`, `meeting_type`) ask for, with date and time on clocks
 * in `zone`, or what is wrong with them at `now` (milliseconds) before it is worth sending.
 */
export function readWish(
  values: FormValues,
  zone: string,
  now: number,
): Wish | { errors: FormValues } {
  const { date = "", time = "", meeting_type = "" } = values;
  const message = messageOf(values);
  const preferred_datetime = startOf(values, zone);
  const errors: FormValues = {};
  if (!message) errors.message = "Write what you would like to discuss.";
  if (message.length > LONGEST) errors.message = `Shorten the message to ${LONGEST} characters.`;
  if (date && !time) errors.time = "Add a time, or leave out the date.";
  if (time && !date) errors.date = "Add a date, or leave out the time.";
  Object.assign(errors, startErrors(values, preferred_datetime, now));
  if (Object.keys(errors).length > 0) return { errors };
  return {
    message,
    preferred_datetime,
    meeting_type: (meeting_type || null) as MeetingType | null,
  };
}

/** The message as it is sent. Forms send line ends of two characters. */
export function messageOf({ message = "" }: FormValues): string {
  return message.replaceAll("\r\n", "\n").trim();
}
