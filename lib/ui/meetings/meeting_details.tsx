/** The parts of a meeting's page. */
import type { ComponentChildren } from "preact";
import type { OwnMeeting } from "../../contract/contacts.ts";
import { Avatar } from "../components/avatar.tsx";
import { countdownText, isSoon } from "../../time/countdown.ts";
import { AddToCalendarIcon, VideoIcon } from "../components/icons.tsx";
import { durationText, type Phase, phaseOf, titleOf } from "./meeting_words.ts";
import { type Clock, spanText, zoneText } from "../../time/formats.ts";
import { differenceText } from "../../time/zones.ts";
import { requestPath } from "../paths.ts";
import type { Tone } from "../components/status_badge.tsx";

const PHASES: Record<Phase, [words: string, tone: Tone]> = {
  ahead: ["Scheduled", "success"],
  soon: ["Starts soon", "success"],
  running: ["In progress", "success"],
  over: ["Over", "neutral"],
  completed: ["Completed", "neutral"],
  cancelled: ["Cancelled", "neutral"],
};

type MeetingProps = {
  meeting: OwnMeeting;
  viewerId: number;
  clock: Clock;
  /** Milliseconds. */
  now: number;
};

/** The title and state of a meeting. */
export function MeetingHead({ meeting: { schedule, other }, viewerId, clock, now }: MeetingProps) {
  const phase = phaseOf(schedule, now);
  const [words, tone] = PHASES[phase];
  const isAhead = phase === "ahead" || phase === "soon";
  return (
    <div class="line meeting-head">
      <Avatar person={other} />
      <div class="card-title">
        <h1 dir="auto">{titleOf(schedule, viewerId)}</h1>
        <p class="row meeting-states">
          <span class={`badge tone-${tone}`}>{words}</span>
          {schedule.is_trial && <span class="badge tone-waiting">Trial</span>}
          {isAhead && (
            <span class="meeting-countdown" role="timer">
              {countdownText(schedule, clock, now)}
            </span>
          )}
        </p>
      </div>
    </div>
  );
}

type MeetingFactsProps = Omit<MeetingProps, "viewerId"> & {
  /** Copies the link of the meeting. */
  onCopy: (link: string) => void;
};

/** When, with whom and where. */
export function MeetingFacts({ meeting, clock, now, onCopy }: MeetingFactsProps) {
  const { schedule, other, request_id } = meeting;
  const { cancel_reason, duration_minutes } = schedule;
  return (
    <dl class="card meeting-facts">
      <Fact term="When">
        <p
          class={schedule.status === "cancelled"
            ? "meeting-when meeting-when-cancelled"
            : "meeting-when"}
        >
          <time dateTime={schedule.start_datetime} lang={clock.locale}>
            {spanIn(meeting, clock)}
          </time>
        </p>
        <p class="quiet">
          {durationText(duration_minutes)}, {zoneText(clock.zone, startOf(meeting))}
        </p>
        <TheirSpan meeting={meeting} clock={clock} />
      </Fact>
      <Fact term="With">
        <p>
          <bdi>{other.full_name}</bdi>{" "}
          <span class="quiet">{other.role === "patient" ? "Patient" : "Researcher"}</span>
        </p>
        {request_id && <a href={requestPath(request_id)}>See the request</a>}
      </Fact>
      {schedule.status === "cancelled"
        ? (
          <Fact term="Reason">
            {cancel_reason
              ? <p dir="auto">{cancel_reason}</p>
              : <span class="quiet">No reason was given</span>}
          </Fact>
        )
        : (
          <Fact term="Join">
            <JoinLink meeting={meeting} now={now} onCopy={onCopy} />
          </Fact>
        )}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div class="meeting-fact">
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function spanIn({ schedule: { start_datetime, end_datetime } }: OwnMeeting, clock: Clock): string {
  return spanText(start_datetime, end_datetime, clock);
}

function startOf({ schedule }: OwnMeeting): Date {
  return new Date(schedule.start_datetime);
}

/** The same in the other person's time zone, if it differs. */
function TheirSpan({ meeting, clock }: { meeting: OwnMeeting; clock: Clock }) {
  const { full_name, time_zone: zone } = meeting.other;
  const start = startOf(meeting);
  if (!differenceText(zone, clock.zone, start.getTime())) return null;
  return (
    <p class="quiet">
      For <bdi>{full_name}</bdi>:{" "}
      <span lang={clock.locale}>{spanIn(meeting, { ...clock, zone })}</span>,{" "}
      {zoneText(zone, start)}
    </p>
  );
}

function JoinLink({ meeting: { schedule }, now, onCopy }: Omit<MeetingFactsProps, "clock">) {
  const { meeting_link: link } = schedule;
  if (!link) return <span class="quiet">No link yet</span>;
  const isOver = phaseOf(schedule, now) === "over" || schedule.status === "completed";
  return (
    <>
      {!isOver && (
        <a
          class={isSoon(schedule, now) ? "button button-primary" : "button"}
          href={link}
          target="_blank"
          rel="noopener noreferrer"
        >
          <VideoIcon />Join meeting
        </a>
      )}
      <div class="meeting-link">
        <p class="quiet clip" title={link}>{link}</p>
        <button type="button" class="button button-plain needs-script" onClick={() => onCopy(link)}>
          Copy link
        </button>
      </div>
    </>
  );
}

/** A file that calendars read. */
export function CalendarLink({ id }: { id: number }) {
  return (
    <a class="button" href={`/api/schedule/${id}/calendar`} download={`meeting-${id}.ics`}>
      <AddToCalendarIcon />Add to calendar
    </a>
  );
}
