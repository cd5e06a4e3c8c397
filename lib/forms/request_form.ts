/** The form that asks for a meeting: its values and errors. */
import type { MeetingType, RequestInput } from "../contract/meetings.ts";
import type { FormState, FormValues } from "./form_state.ts";
import { startErrors, startOf } from "./meeting_time.ts";

/** The maximum length of a message. */
export const LONGEST = 5000;

/** The fields whose names are those of the API. */
export const API_FIELDS = ["message", "preferred_datetime", "meeting_type"];

/** The state of the form. `code` is that of the error in `problem`. */
export type RequestState = FormState & { code?: string };

/** A request without the researcher. */
export type Wish = Omit<RequestInput, "expert_id">;

/**
 * The request that `values` (`message`, `date`, `time`, `meeting_type`) describe, with date and time
 * in `zone`; or their errors at `now` (milliseconds).
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

/** The message with the line ends that are stored. Browsers submit CR LF. */
export function messageOf({ message = "" }: FormValues): string {
  return message.replaceAll("\r\n", "\n").trim();
}
