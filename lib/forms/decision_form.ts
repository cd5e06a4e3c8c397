/** The forms that answer a request: their values and errors. */
import type { DecisionInput, Request } from "../contract/meetings.ts";
import { dateIn, timeIn } from "../time/wall_time.ts";
import type { FormState, FormValues } from "./form_state.ts";
import { minutesOf, startErrors, startOf } from "./meeting_time.ts";

/** What a form does with a request. */
export type Action = "accept" | "decline" | "withdraw";

/** The state of the forms. `panel` is the form that is open, if one is. */
export type DecisionState = FormState & { panel?: Action };

/** The fields whose names are those of the API. */
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

/** Whether the preferred time is before `now` (milliseconds). */
export function hasPassed({ preferred_datetime: at }: Request, now: number): boolean {
  return at !== null && Date.parse(at) <= now;
}

/** The first values of the form that accepts: the preferred time, unless it has passed. */
export function wishOf(request: Request, zone: string, now: number): FormValues {
  const { preferred_datetime: at } = request;
  if (!at || hasPassed(request, now)) return {};
  return { date: dateIn(zone, Date.parse(at)), time: timeIn(zone, Date.parse(at)) };
}

/**
 * The decision that `values` describe, with date and time in `zone`; or their errors at `now`
 * (milliseconds). Values without a `date` are those of the button alone.
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

/** The chosen instant. It is exactly the preferred one if date and time are unchanged. */
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
