/**
 * Lays out a week of meetings by the days and hours of the reader's time zone.
 */
import type { Schedule } from "../contract/meetings.ts";
import { dateIn, instantOf, timeIn } from "./wall_time.ts";

/** The part of a meeting on one day. A meeting over midnight has a piece on each of its days. */
export type Piece = {
  schedule: Schedule;
  /** Minutes of the day, as the clock on the wall shows them: 0 to 1440. */
  from: number;
  to: number;
  /** Its column, from 0, of the `lanes` columns of meetings at the same time. */
  lane: number;
  lanes: number;
  /** Whether it began on an earlier day. */
  continued: boolean;
};

export type WeekDay = {
  /** `2026-11-16` */
  date: string;
  pieces: Piece[];
  /** Minutes by which clocks go forward (60) or back (-60) on that day; 0 on others. */
  clockChange: number;
};

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The last minute of a day's pieces. */
export const MIDNIGHT = 24 * 60;
/** Shorter meetings are drawn as long as this (minutes). */
const SHORTEST = 30;

/** Whether `text` is a date of the years 1900 to 2999: `2026-11-16`. */
export function isDate(text: string): boolean {
  if (!/^(19|2\d)\d\d-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The date `days` after `date`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The first day of the week of `date`, in the calendar of `locale`. */
export function weekStart(date: string, locale: string): string {
  const weekday = new Date(`${date}T00:00Z`).getUTCDay();
  return addDays(date, -((weekday - firstWeekday(locale) + 7) % 7));
}

/** As `weekStart`, for weeks that begin on the weekday of `start`. */
export function weekStartLike(start: string, date: string): string {
  const days = (Date.parse(date) - Date.parse(start)) / DAY;
  return addDays(start, Math.floor(days / 7) * 7);
}

/** 1 is Monday, 7 Sunday. */
function firstWeekday(locale: string): number {
  const { getWeekInfo } = Intl.Locale.prototype as { getWeekInfo?: () => { firstDay: number } };
  return getWeekInfo?.call(new Intl.Locale(locale)).firstDay ?? 1;
}

/** The instant (milliseconds) at which `date` begins in `zone`, midnight or not. */
export function dayStart(date: string, zone: string): number {
  const iso = instantOf(date, "00:00", zone) ?? instantOf(date, "01:00", zone) ?? `${date}T00:00Z`;
  return Date.parse(iso);
}

/** The instants (ISO 8601) between which the week from `first` lies. */
export function weekSpan(first: string, zone: string): { from: string; to: string } {
  const [from, to] = [first, addDays(first, 7)].map((date) => dayStart(date, zone));
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** The seven days from `first`, each with its meetings out of `schedules`. */
export function daysOf(schedules: Schedule[], first: string, zone: string): WeekDay[] {
  const shown = schedules.filter((row) => isShown(row, schedules)).sort(soonestFirst);
  return Array.from({ length: 7 }, (_, i) => {
    const date = addDays(first, i);
    const [start, end] = [date, addDays(date, 1)].map((day) => dayStart(day, zone));
    const pieces = shown.flatMap((schedule) => pieceOf(schedule, start, end, zone));
    const clockChange = MIDNIGHT - (end - start) / MINUTE;
    return { date, pieces: inLanes(pieces), clockChange };
  });
}

/** A cancelled meeting is shown until another one takes its time. */
function isShown(row: Schedule, all: Schedule[]): boolean {
  if (row.status !== "cancelled") return true;
  return !all.some((other) =>
    other.status !== "cancelled" && other.start_datetime < row.end_datetime &&
    row.start_datetime < other.end_datetime
  );
}

function soonestFirst(a: Schedule, b: Schedule): number {
  if (a.start_datetime === b.start_datetime) return a.id - b.id;
  return a.start_datetime < b.start_datetime ? -1 : 1;
}

/** The part of a meeting between the beginning and the end of a day. */
function pieceOf(schedule: Schedule, start: number, end: number, zone: string): Piece[] {
  const begins = Date.parse(schedule.start_datetime);
  const ends = Date.parse(schedule.end_datetime);
  if (begins >= end || ends <= start) return [];
  const continued = begins < start;
  const from = continued ? 0 : minuteOf(begins, zone);
  const to = ends >= end ? MIDNIGHT : minuteOf(ends, zone);
  // If clocks go back, the wall time of the end may be before that of the start.
  const shownTo = to > from ? to : Math.min(MIDNIGHT, from + (ends - begins) / MINUTE);
  return [{ schedule, from, to: shownTo, lane: 0, lanes: 1, continued }];
}

/** The wall time at the instant `at`, in minutes since midnight. */
function minuteOf(at: number, zone: string): number {
  const [hours, minutes] = timeIn(zone, at).split(":").map(Number);
  return hours * 60 + minutes;
}

/** Puts overlapping pieces, sorted by start, into lanes. */
function inLanes(pieces: Piece[]): Piece[] {
  const groups: Piece[][] = [];
  let busyUntil = -1;
  for (const piece of pieces.toSorted((a, b) => a.from - b.from)) {
    if (piece.from >= busyUntil) groups.push([]);
    groups.at(-1)!.push(piece);
    busyUntil = Math.max(busyUntil, roomEnd(piece));
  }
  return groups.flatMap(spread);
}

function spread(group: Piece[]): Piece[] {
  const free: number[] = [];
  const placed = group.map((piece) => {
    const found = free.findIndex((end) => end <= piece.from);
    const lane = found < 0 ? free.length : found;
    free[lane] = roomEnd(piece);
    return { ...piece, lane };
  });
  return placed.map((piece) => ({ ...piece, lanes: free.length }));
}

function roomEnd({ from, to }: Piece): number {
  return Math.max(to, from + SHORTEST);
}

/** The hours to show: those of the pieces and of an ordinary working day. */
export function hoursOf(days: WeekDay[]): { first: number; last: number } {
  const pieces = days.flatMap((day) => day.pieces);
  return {
    first: Math.min(8, ...pieces.map(({ from }) => Math.floor(from / 60))),
    last: Math.max(18, ...pieces.map((piece) => Math.min(24, Math.ceil(roomEnd(piece) / 60)))),
  };
}

/**
 * For each of `days` the number of free days from it on that a list shows in one line: 0 for a day
 * with a line of its own, -1 for one that an earlier day counts.
 */
export function freeRuns(days: WeekDay[], today: string): number[] {
  const runs = days.map(() => 0);
  for (let i = 0, end = 0; i < days.length; i = end + 1) {
    for (end = i; end < days.length && isPlain(days[end], today);) end++;
    if (end - i < 2) continue;
    runs.fill(-1, i, end);
    runs[i] = end - i;
  }
  return runs;
}

function isPlain({ date, pieces, clockChange }: WeekDay, today: string): boolean {
  return pieces.length === 0 && clockChange === 0 && date !== today;
}

/** The date in `zone` at `now` (milliseconds), and the minute of that day. */
export function todayIn(zone: string, now: number): { date: string; minute: number } {
  return { date: dateIn(zone, now), minute: minuteOf(now, zone) };
}

/** `November 15 – 21, 2026`: the week from `first`, in words. */
export function weekText(first: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const [from, to] = [first, addDays(first, 6)].map((date) => Date.parse(`${date}T00:00Z`));
  return format.formatRange(from, to).replace(/\s/g, " ");
}

/** `Mon, Jun 2 – Thu, Jun 5`: from one date to another. */
export function daysText(from: string, to: string, locale: string): string {
  const options = { weekday: "short", month: "short", day: "numeric", timeZone: "UTC" } as const;
  const [start, end] = [from, to].map((date) => Date.parse(`${date}T00:00Z`));
  return new Intl.DateTimeFormat(locale, options).formatRange(start, end).replace(/\s/g, " ");
}
