/** Meetings as calendar apps read them (iCalendar, RFC 5545), each as its reader sees it. */
import ical, { type ICalCalendar, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import { AppError } from "../contract/errors.ts";
import type { Schedule } from "../contract/meetings.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import { isService } from "./participants.ts";

/** A meeting, and its permanent id in calendars. */
type Entry = { schedule: Schedule; uid: string };

/** Who reads, and the origin of the pages that entries lead to. */
type Reader = { user: User; origin: string };

const MOST_ENTRIES = 2000;
/** How often apps should read it again, in seconds. */
const PAUSE_S = 15 * 60;

/** One of the caller's meetings as a calendar file. Throws `not_found`. */
export async function readEntry(sql: Queries, reader: Reader, id: number): Promise<string> {
  const { user } = reader;
  const [entry] = await attempt(() =>
    sql<Entry[]>`
      select private.schedule_json(s) as schedule, uid from schedules s
      where id = ${id} and (${isService(user)} or ${user.id} in (user_id, mentor_id))`
  );
  if (!entry) throw new AppError("not_found", "There is no such schedule");
  return textOf(createCalendar(), [entry], reader);
}

/** A person's meetings from three months ago on, those that were cancelled too, as a calendar. */
export async function readCalendar(sql: Queries, reader: Reader): Promise<string> {
  const { id } = reader.user;
  const entries = await attempt(() =>
    sql<Entry[]>`
      select private.schedule_json(s) as schedule, uid from schedules s
      where ${id} in (user_id, mentor_id) and end_datetime > now() - interval '3 months'
      order by start_datetime, id limit ${MOST_ENTRIES}`
  );
  return textOf(createCalendar().name("Liaison").ttl(PAUSE_S), entries, reader);
}

/** Without a METHOD, since it informs of meetings rather than inviting to them. */
function createCalendar(): ICalCalendar {
  return ical({ prodId: { company: "Liaison", product: "Meetings", language: "EN" } });
}

function textOf(calendar: ICalCalendar, entries: Entry[], reader: Reader): string {
  for (const entry of entries) add(calendar, entry, reader);
  return calendar.toString();
}

/** The text depends on the meeting alone, so that calendars can be compared. */
function add(calendar: ICalCalendar, { schedule, uid }: Entry, reader: Reader): void {
  const isCancelled = schedule.status === "cancelled";
  const url = `${reader.origin}/meetings/${schedule.id}`;
  const changed = new Date(schedule.updated_at ?? schedule.created_at);
  calendar.createEvent({
    id: uid,
    sequence: schedule.sequence,
    stamp: changed,
    created: new Date(schedule.created_at),
    lastModified: changed,
    start: new Date(schedule.start_datetime),
    end: new Date(schedule.end_datetime),
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: isCancelled ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    summary: clean(summaryOf(schedule, reader.user)),
    description: clean(descriptionOf(schedule, url)),
    location: schedule.meeting_link,
    url,
  });
}

function summaryOf({ title, is_trial, status, user, mentor }: Schedule, viewer: User): string {
  const others = [user, mentor].filter(({ id }) => id !== viewer.id);
  const names = others.map(({ full_name }) => full_name).join(" and ");
  const what = title ?? (is_trial ? "Trial meeting" : "Meeting");
  return `${status === "cancelled" ? "Cancelled: " : ""}${what} with ${names}`;
}

function descriptionOf(schedule: Schedule, url: string): string {
  const { status, cancel_reason, meeting_link } = schedule;
  const lines = status === "cancelled"
    ? [cancel_reason && `Reason: ${cancel_reason}`]
    : [meeting_link && `Join: ${meeting_link}`];
  return [...lines, `Details: ${url}`].filter(Boolean).join("\n");
}

/** Without the control characters that no calendar may have in a text. */
function clean(text: string): string {
  // deno-lint-ignore no-control-regex -- they are to be replaced
  return text.replace(/\r\n?/g, "\n").replace(/[\x00-\x08\x0b-\x1f\x7f]/g, " ");
}
