/** The forms that make, move and cancel a meeting: what they say, and what is wrong with it. */
import type { Contact } from "../contract/contacts.ts";
import type { RescheduleInput, Schedule, ScheduleInput } from "../contract/meetings.ts";
import type { Person } from "../contract/users.ts";
import type { FormValues } from "./form_state.ts";
import { dateIn, instantOf, timeIn } from "../time/wall_time.ts";

/** A form on the page of a meeting. */
export type Panel = "move" | "cancel";

/** What the forms are called. */
export const PANEL_WORDS: Record<Panel, string> = { move: "Reschedule", cancel: "Cancel meeting" };

/** The minutes that a meeting can be chosen to last. */
export const DURATIONS = [15, 30, 45, 60, 90, 120, 180, 240];

/** How long a meeting lasts unless somebody says otherwise, in minutes. */
export const USUAL_DURATION = 60;

/** How long a trial meeting is, in minutes. */
const TRIAL_DURATION = 30;

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

/** The page of a meeting. */
export function meetingPath(id: number): string {
  return `/meetings/${id}`;
}

/** The page of a meeting with a form. */
export function panelPath(id: number, panel: Panel): string {
  return `${meetingPath(id)}?panel=${panel}`;
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
  if (!other) errors.with = "Choose whom you meet.";
  if (!start || !other || Object.keys(errors).length > 0) return { errors };
  const isTrial = values.kind === "trial";
  const [user, mentor] = viewer.role === "patient" ? [viewer, other] : [other, viewer];
  const input = {
    user_id: user.id,
    mentor_id: mentor.id,
    start_datetime: start,
    ...detailsOf(values),
    ...(isTrial && { duration_minutes: TRIAL_DURATION }),
    title: values.title?.trim() || null,
  };
  return { isTrial, input };
}

/** The instant (ISO 8601) that is chosen; null as long as it is none. */
export function startOf({ date, time }: FormValues, zone: string): string | null {
  return date && time ? instantOf(date, time, zone) : null;
}

/** How long the planned meeting is, in minutes. */
export function minutesOf({ kind, duration_minutes }: FormValues): number {
  return kind === "trial" ? TRIAL_DURATION : Number(duration_minutes) || USUAL_DURATION;
}

function detailsOf(values: FormValues) {
  return {
    duration_minutes: Number(values.duration_minutes) || USUAL_DURATION,
    meeting_link: values.meeting_link?.trim() || null,
  };
}

function timeErrors({ date, time }: FormValues, start: string | null, now: number): FormValues {
  const errors: FormValues = {};
  if (!date) errors.date = "Choose a date.";
  if (!time) errors.time = "Choose a time.";
  if (date && time && !start) errors.time = "Clocks skip this time on that day. Choose another.";
  if (start && Date.parse(start) <= now) errors.date = "This time has passed. Choose one ahead.";
  return errors;
}
