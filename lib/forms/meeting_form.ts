/** The forms that make, move and cancel a meeting: what they say, and what is wrong with it. */
import type { Contact } from "../contract/contacts.ts";
import type { RescheduleInput, Schedule, ScheduleInput } from "../contract/meetings.ts";
import type { Person } from "../contract/users.ts";
import type { FormValues } from "./form_state.ts";
import { dateIn, timeIn } from "../time/wall_time.ts";
import { minutesOf, startErrors, startOf } from "./meeting_time.ts";

/** A form on the page of a meeting. */
export type Panel = "move" | "cancel";

/** What the forms are called. */
export const PANEL_WORDS: Record<Panel, string> = { move: "Reschedule", cancel: "Cancel meeting" };

/** The fields that the API knows by the same names. */
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

/** What the form that moves a meeting says at first, on clocks in `zone`. */
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
 * How `values` (`date`, `time`, `duration_minutes`, `meeting_link`) change a meeting, on clocks in
 * `zone`; or what is wrong with them at `now` (milliseconds) before it is worth sending.
 */
export function readMove(
  values: FormValues,
  schedule: Schedule,
  zone: string,
  now: number,
): RescheduleInput | Errors {
  const before = valuesOfMeeting(schedule, zone);
  // A clock that goes back shows a time twice, so the same words mean the same instant.
  const isSame = values.date === before.date && values.time === before.time;
  const start = isSame ? schedule.start_datetime : startOf(values, zone);
  const errors = timeErrors(values, start, now);
  if (!start || Object.keys(errors).length > 0) return { errors };
  const { duration_minutes, meeting_link } = detailsOf(values);
  // One that stays as long as it was may be longer than what can be chosen.
  const isAsLong = duration_minutes === schedule.duration_minutes;
  return { start_datetime: start, meeting_link, ...(!isAsLong && { duration_minutes }) };
}

/** A meeting to be made; `isTrial` if it is the trial meeting of the two. */
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
