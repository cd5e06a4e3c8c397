/** The forms that schedule, reschedule and cancel a meeting: their values and errors. */
import type { Contact } from "../contract/contacts.ts";
import type { RescheduleInput, Schedule, ScheduleInput } from "../contract/meetings.ts";
import type { Person } from "../contract/users.ts";
import type { FormValues } from "./form_state.ts";
import { dateIn, timeIn } from "../time/wall_time.ts";
import { minutesOf, startErrors, startOf } from "./meeting_time.ts";

/** A form on the page of a meeting. */
export type Panel = "move" | "cancel";

/** The titles of the forms. */
export const PANEL_WORDS: Record<Panel, string> = { move: "Reschedule", cancel: "Cancel meeting" };

/** The fields whose names are those of the API. */
export const API_FIELDS = [
  "start_datetime",
  "duration_minutes",
  "meeting_link",
  "title",
  "user_id",
  "mentor_id",
  "reason",
];

/** The panel of that name; null if there is none. */
export function panelOf(name: string | null | undefined): Panel | null {
  return name === "move" || name === "cancel" ? name : null;
}

/** The first values of the form that reschedules a meeting, in `zone`. */
export function valuesOfMeeting(schedule: Schedule, zone: string): FormValues {
  const start = Date.parse(schedule.start_datetime);
  return {
    date: dateIn(zone, start),
    time: timeIn(zone, start),
    duration_minutes: `${schedule.duration_minutes}`,
    meeting_link: schedule.meeting_link ?? "",
  };
}

type Errors = { errors: FormValues };

/**
 * The change that `values` (`date`, `time`, `duration_minutes`, `meeting_link`) describe, with date
 * and time in `zone`; or their errors at `now` (milliseconds).
 */
export function readMove(
  values: FormValues,
  schedule: Schedule,
  zone: string,
  now: number,
): RescheduleInput | Errors {
  const before = valuesOfMeeting(schedule, zone);
  // A clock that goes back shows a time twice: unchanged values mean the unchanged instant.
  const isSame = values.date === before.date && values.time === before.time;
  const start = isSame ? schedule.start_datetime : startOf(values, zone);
  const errors = timeErrors(values, start, now);
  if (!start || Object.keys(errors).length > 0) return { errors };
  const { duration_minutes, meeting_link } = detailsOf(values);
  // An unchanged duration may be longer than the form offers.
  const isAsLong = duration_minutes === schedule.duration_minutes;
  return { start_datetime: start, meeting_link, ...(!isAsLong && { duration_minutes }) };
}

/** A meeting to be scheduled. */
export type Plan = { isTrial: boolean; input: ScheduleInput };

/**
 * The meeting that `values` (as for `readMove`, with `with`, `kind` and `title`) plan for `viewer`
 * with one of `contacts`; or what is wrong with them.
 */
export function readPlan(
  values: FormValues,
  viewer: Pick<Person, "id"> & { role: string },
  contacts: Contact[],
  zone: string,
  now: number,
): Plan | Errors {
  const other = contacts.find(({ id }) => `${id}` === values.with);
  const start = startOf(values, zone);
  const errors = timeErrors(values, start, now);
  if (!other) errors.with = "Choose whom to meet.";
  if (!start || !other || Object.keys(errors).length > 0) return { errors };
  const isTrial = values.kind === "trial";
  const [user, mentor] = viewer.role === "patient" ? [viewer, other] : [other, viewer];
  const input = {
    user_id: user.id,
    mentor_id: mentor.id,
    start_datetime: start,
    ...detailsOf(values),
    title: values.title?.trim() || null,
  };
  return { isTrial, input };
}

function detailsOf(values: FormValues) {
  return {
    duration_minutes: minutesOf(values),
    meeting_link: values.meeting_link?.trim() || null,
  };
}

function timeErrors({ date, time }: FormValues, start: string | null, now: number): FormValues {
  const errors: FormValues = {};
  if (!date) errors.date = "Choose a date.";
  if (!time) errors.time = "Choose a time.";
  return { ...errors, ...startErrors({ date, time }, start, now) };
}
