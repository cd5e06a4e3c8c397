/**
 * A week of meetings: seven columns of hours on wide screens, a list by day on phones.
 */
import { otherOf, phaseOf } from "./meeting_words.ts";
import { type Clock, dayText, hoursText, hourText, weekdayText } from "../../time/formats.ts";
import {
  daysText,
  freeRuns,
  hoursOf,
  MIDNIGHT,
  type Piece,
  todayIn,
  type WeekDay,
} from "../../time/week.ts";
import { meetingPath } from "../paths.ts";
import { laneClass, sizeClass } from "./week_sizes.ts";

/** With more hours than this, an hour is drawn smaller. */
const LONG = 14;

type WeekGridProps = {
  days: WeekDay[];
  /** The reader. */
  viewerId: number;
  clock: Clock;
  /** Milliseconds. */
  now: number;
};

/** The days of the week with their meetings. */
export function WeekGrid({ days, viewerId, clock, now }: WeekGridProps) {
  const { first, last } = hoursOf(days);
  const today = todayIn(clock.zone, now);
  const runs = freeRuns(days, today.date);
  return (
    <div class={`week h${first}`} data-long={last - first > LONG || undefined}>
      <Hours first={first} last={last} clock={clock} />
      <ol class={`week-days h${last - first}`}>
        {days.map((day, i) => (
          <li key={day.date} class={classOf(day, today.date, runs[i])}>
            <DayHead day={day} isToday={day.date === today.date} clock={clock} />
            <ol class="week-day-meetings">
              {day.pieces.map((piece) => (
                <MeetingPiece
                  key={piece.schedule.id}
                  piece={piece}
                  viewerId={viewerId}
                  clock={clock}
                  now={now}
                />
              ))}
              {day.date === today.date && isWithin(today.minute, first, last) && (
                <li class={`week-now ${sizeClass(today.minute)}`} aria-hidden="true" />
              )}
            </ol>
            {day.pieces.length === 0 && <p class="quiet week-day-nothing">Nothing planned</p>}
            {runs[i] > 0 && (
              <FreeRun from={day.date} to={days[i + runs[i] - 1].date} clock={clock} />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function classOf({ date }: WeekDay, today: string, run: number): string {
  if (date === today) return "week-day week-day-current";
  if (run === 0) return "week-day";
  return run > 0 ? "week-day week-day-free" : "week-day week-day-free week-day-skipped";
}

/** One line for several days without meetings, in the list. */
function FreeRun({ from, to, clock }: { from: string; to: string; clock: Clock }) {
  return (
    <p class="quiet week-free-days">
      <span lang={clock.locale}>{daysText(from, to, clock.locale)}</span>: nothing planned
    </p>
  );
}

function Hours({ first, last, clock }: { first: number; last: number; clock: Clock }) {
  const hours = Array.from({ length: last - first }, (_, i) => first + i);
  return (
    <ol class="week-hours" aria-hidden="true">
      {hours.map((hour) => <li key={hour}>{hourText(utc("2026-01-01", hour), inUtc(clock))}</li>)}
    </ol>
  );
}

function DayHead({ day, isToday, clock }: { day: WeekDay; isToday: boolean; clock: Clock }) {
  const { date, clockChange } = day;
  return (
    <div class="week-day-head">
      <h2>
        <time dateTime={date} lang={clock.locale}>
          <span class="week-day-long">{dayText(utc(date), inUtc(clock))}</span>
          <span class="week-day-short" aria-hidden="true">
            {weekdayText(utc(date), inUtc(clock))} <b>{Number(date.slice(8))}</b>
          </span>
        </time>
        {isToday && <span class="week-day-today">Today</span>}
      </h2>
      {clockChange !== 0 && (
        <p class="week-day-note">Clocks go {clockChange > 0 ? "forward" : "back"}</p>
      )}
    </div>
  );
}

type MeetingPieceProps = {
  piece: Piece;
  viewerId: number;
  clock: Clock;
  now: number;
};

function MeetingPiece({ piece, viewerId, clock, now }: MeetingPieceProps) {
  const { schedule, from, to, lane, lanes } = piece;
  const { id, is_trial, title } = schedule;
  const phase = phaseOf(schedule, now);
  const isShort = to - from < 45;
  const place = `${sizeClass(from)} ${laneClass(lane, lanes)}`;
  return (
    <li
      class={`week-meeting ${place}`}
      data-id={id}
      data-phase={phase}
      data-trial={is_trial || undefined}
      data-short={isShort || undefined}
      data-long={to - from >= 90 || undefined}
    >
      <a class={`week-meeting-link ${sizeClass(to - from)}`} href={meetingPath(id)}>
        <span class="week-meeting-time" lang={clock.locale}>
          {timesText(piece, clock)}
        </span>
        <bdi class="week-meeting-name">{otherOf(schedule, viewerId).full_name}</bdi>
        {isShort && !piece.continued && (
          <span class="week-meeting-start" aria-hidden="true">
            {`, ${startText(schedule.start_datetime, clock)}`}
          </span>
        )}
        {is_trial && <span class="week-meeting-tag">Trial</span>}
        {phase === "cancelled" && <span class="week-meeting-tag">Cancelled</span>}
        {phase === "running" && <span class="week-meeting-tag">Now</span>}
        {title && <span class="week-meeting-title" dir="auto">{title}</span>}
      </a>
    </li>
  );
}

/** Without the dates, which stand above the columns. */
function timesText({ schedule, to, continued }: Piece, clock: Clock): string {
  const { start_datetime, end_datetime } = schedule;
  if (continued) return to === MIDNIGHT ? "all day" : `until ${hourText(end_datetime, clock)}`;
  if (dayText(start_datetime, clock) === dayText(end_datetime, clock)) {
    return hoursText(start_datetime, end_datetime, clock);
  }
  return `${hourText(start_datetime, clock)} – ${hourText(end_datetime, clock)}`;
}

/** `2:00`: without AM or PM, which the hours beside it have. */
function startText(iso: string, clock: Clock): string {
  const text = hourText(iso, clock);
  return /\d+\D\d+/.exec(text)?.[0] ?? text;
}

function isWithin(minute: number, first: number, last: number): boolean {
  return minute >= first * 60 && minute <= last * 60;
}

function inUtc({ locale }: Clock): Clock {
  return { zone: "UTC", locale };
}

function utc(date: string, hour = 12): string {
  return `${date}T${String(hour).padStart(2, "0")}:00:00.000Z`;
}
