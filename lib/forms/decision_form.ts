/** The forms that answer a request: what they say, and what is wrong with it. */
import type { DecisionInput, Request } from "../contract/meetings.ts";
import { dateIn, timeIn } from "../time/wall_time.ts";
import type { FormState, FormValues } from "./form_state.ts";
import { minutesOf, startErrors, startOf } from "./meeting_time.ts";

/** What a form does to a request. */
export type Action = "accept" | "decline" | "withdraw";

/** The form that is open, if it is not just the buttons; and what is shown of it. */
export type DecisionState = FormState & { panel?: Action };

/** The fields that the API knows by the same names. */
export const API_FIELDS = ["start_datetime", "duration_minutes", "meeting_link", "reason"];

const PASSED = "The time asked for has passed. Choose another, or none to schedule later.";

/** The action of that name; null if there is none. */
export function actionOf(name: string | null | undefined): Action | null {
  return name === "accept" || name === "decline" || name === "withdraw" ? name : null;
}

/** The form that a page's address asks to be open. */
export function panelOf(params: URLSearchParams): Action | undefined {
  const panel = actionOf(params.get("panel"));
  return panel === "accept" || panel === "decline" ? panel : undefined;
}

/** Whether the request wants a time that lies behind `now` (milliseconds). */
export function hasPassed({ preferred_datetime: at }: Request, now: number): boolean {
  return at !== null && Date.parse(at) <= now;
}

/** What the form of acceptance says at first: the time that was asked for, while it is ahead. */
export function wishOf(request: Request, zone: string, now: number): FormValues {
  const { preferred_datetime: at } = request;
  if (!at || hasPassed(request, now)) return {};
  return { date: dateIn(zone, Date.parse(at)), time: timeIn(zone, Date.parse(at)) };
}

/**
 * The decision that `values` make of `request`, with date and time on clocks in `zone`; or what is
 * wrong with it at `now` (milliseconds) before it is worth sending. Values without a `date` are
 * those of the button alone.
 */
export function readDecision(
  action: Action,
  values: FormValues,
  request: Request,
  zone: string,
  now: number,
): DecisionInput | Omit<FormState, "values"> {
  const reason = values.reason?.trim() || null;
  if (action === "decline") return { status: "rejected", reason };
  if (action === "withdraw") return { status: "cancelled", reason };
  if (values.date !== undefined) return readAcceptance(values, request, zone, now);
  if (!hasPassed(request, now)) return { status: "accepted" };
  return { errors: {}, problem: PASSED };
}

function readAcceptance(
  values: FormValues,
  request: Request,
  zone: string,
  now: number,
): DecisionInput | Omit<FormState, "values"> {
  const start = chosenStart(values, request, zone, now);
  const errors = errorsOf(values, start, now);
  const isWanted = request.preferred_datetime && !hasPassed(request, now);
  if (!values.date && !values.time && isWanted) errors.date = "Choose when the meeting is.";
  if (Object.keys(errors).length > 0) return { errors };
  if (!start) return { status: "accepted" };
  return {
    status: "accepted",
    start_datetime: start,
    duration_minutes: minutesOf(values),
    meeting_link: values.meeting_link?.trim() || null,
  };
}

/** The chosen instant; the one asked for as long as it reads the same, to the second. */
function chosenStart(
  values: FormValues,
  request: Request,
  zone: string,
  now: number,
): string | null {
  const wish = wishOf(request, zone, now);
  const isSame = wish.date !== undefined && wish.date === values.date && wish.time === values.time;
  return isSame ? request.preferred_datetime : startOf(values, zone);
}

function errorsOf(values: FormValues, start: string | null, now: number): FormValues {
  const { date, time, meeting_link: link } = values;
  const errors: FormValues = {};
  if (date && !time) errors.time = "Add a time.";
  if (time && !date) errors.date = "Add a date.";
  if (link && !date && !time) errors.meeting_link = "To add a link, choose a date and a time.";
  return { ...errors, ...startErrors(values, start, now) };
}
