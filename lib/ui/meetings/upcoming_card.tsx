import type { Schedule } from "../../contract/meetings.ts";
import { countdownText, isSoon } from "../../time/countdown.ts";
import { AddToCalendarIcon, VideoIcon } from "../components/icons.tsx";
import { otherOf } from "./meeting_words.ts";
import {
  type Clock,
  dayNumberText,
  hoursText,
  monthText,
  spanText,
  weekdayText,
} from "../../time/formats.ts";
import { hostOf, meetingPath } from "../paths.ts";

type UpcomingCardProps = {
  schedule: Schedule;
  /** The reader. */
  viewerId: number;
  clock: Clock;
  /** Milliseconds. */
  now: number;
};

/** An upcoming meeting: the other person, the time, a countdown and links. */
export function UpcomingCard({ schedule, viewerId, clock, now }: UpcomingCardProps) {
  const { id, title, is_trial } = schedule;
  return (
    <li class="card upcoming-card" data-id={id} data-soon={isSoon(schedule, now) ? "" : undefined}>
      <div class="line">
        <MeetingDay schedule={schedule} clock={clock} />
        <div class="card-title">
          <h3 id={`upcoming-${id}`} class="clip" dir="auto">
            {otherOf(schedule, viewerId).full_name}
          </h3>
          <Hours schedule={schedule} clock={clock} />
        </div>
      </div>
      <div class="row upcoming-card-line">
        <p class="clip upcoming-card-countdown" role="timer">
          {countdownText(schedule, clock, now)}
        </p>
        {title && <p class="quiet clip upcoming-card-title" dir="auto">{title}</p>}
        {is_trial && <span class="badge tone-waiting">Trial</span>}
      </div>
      <Ways schedule={schedule} now={now} />
    </li>
  );
}

type MeetingDayProps = {
  schedule: Schedule;
  clock: Clock;
};

/** The month and day, like a page of a tear-off calendar. */
function MeetingDay({ schedule: { start_datetime: at }, clock }: MeetingDayProps) {
  return (
    <p class="tone-accent upcoming-card-day" lang={clock.locale}>
      <span class="upcoming-card-month">{monthText(at, clock)}</span>{" "}
      <span class="upcoming-card-number">{dayNumberText(at, clock)}</span>
    </p>
  );
}

function Hours({ schedule: { start_datetime: start, end_datetime: end }, clock }: MeetingDayProps) {
  return (
    <p class="quiet upcoming-card-hours" lang={clock.locale}>
      <time dateTime={start} title={spanText(start, end, clock)}>
        {weekdayText(start, clock)}, {hoursText(start, end, clock)}
      </time>
    </p>
  );
}

function Ways({ schedule, now }: { schedule: Schedule; now: number }) {
  const { id, meeting_link: link } = schedule;
  const describedBy = `upcoming-${id}`;
  return (
    <div class="actions">
      {link && (
        <a
          class={isSoon(schedule, now) ? "button button-primary" : "button"}
          href={link}
          target="_blank"
          rel="noopener noreferrer"
          title={`Opens ${hostOf(link)}`}
          aria-describedby={describedBy}
        >
          <VideoIcon />Join
        </a>
      )}
      <a class="button" href={meetingPath(id)} aria-describedby={describedBy}>Details</a>
      <a
        class="icon-button"
        href={`/api/schedule/${id}/calendar`}
        download={`meeting-${id}.ics`}
        title="Add to calendar"
        aria-label="Add to calendar"
        aria-describedby={describedBy}
      >
        <AddToCalendarIcon />
      </a>
    </div>
  );
}
