import type { Request, Schedule } from "../../contract/meetings.ts";
import { USUAL_DURATION } from "../../forms/meeting_time.ts";
import { otherOf } from "../meetings/meeting_words.ts";
import { meetingPath } from "../paths.ts";

type DecisionHintProps = {
  request: Request;
  /** Meetings of the reader. */
  meetings: Schedule[];
  viewerId: number;
  /** Milliseconds. */
  now: number;
};

/** What accepting means for the reader's calendar. It is always one line, so that nothing moves. */
export function DecisionHint({ request, meetings, viewerId, now }: DecisionHintProps) {
  const start = Date.parse(request.preferred_datetime ?? "");
  const taken = start > now && meetings.find((meeting) => isInTheWay(meeting, start));
  if (!taken) return <p class="quiet decision-hint">{hintText(start, now)}</p>;
  return (
    <p class="quiet decision-hint decision-hint-taken">
      You have <a href={meetingPath(taken.id)}>a meeting</a> with{" "}
      <bdi>{otherOf(taken, viewerId).full_name}</bdi> at that time.
    </p>
  );
}

/** `start` is NaN where no time was asked for. */
function hintText(start: number, now: number): string {
  if (Number.isNaN(start)) return "No time was asked for. You can accept now and schedule later.";
  if (start <= now) return "The time asked for has passed.";
  return "If you accept, you meet for one hour at that time.";
}

/** Whether the meeting overlaps one of the usual duration that begins at `start` (milliseconds). */
function isInTheWay({ start_datetime, end_datetime, status }: Schedule, start: number): boolean {
  return status === "scheduled" && Date.parse(end_datetime) > start &&
    Date.parse(start_datetime) < start + USUAL_DURATION * 60_000;
}
