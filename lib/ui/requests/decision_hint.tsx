import type { Request, Schedule } from "../../contract/meetings.ts";
import { hasPassed } from "../../forms/decision_form.ts";
import { USUAL_DURATION } from "../../forms/meeting_form.ts";
import { otherOf } from "../meetings/meeting_words.ts";

interface DecisionHintProps {
  request: Request;
  /** Meetings of the reader. */
  meetings: Schedule[];
  viewerId: number;
  /** Milliseconds. */
  now: number;
}

/** What accepting means for the reader's calendar; a line in any case, so that nothing moves. */
export function DecisionHint({ request, meetings, viewerId, now }: DecisionHintProps) {
  const { preferred_datetime: at } = request;
  if (!at) return <p class="hint decision-hint">No time asked for: accept now, schedule later.</p>;
  if (hasPassed(request, now)) {
    return <p class="hint decision-hint">The time asked for has passed.</p>;
  }
  const taken = meetings.find((meeting) => isInTheWay(meeting, Date.parse(at)));
  if (!taken) return <p class="hint decision-hint">Accepting schedules one hour at that time.</p>;
  return (
    <p class="hint decision-hint decision-taken">
      You have <a href={`/meetings/${taken.id}`}>a meeting</a> with{" "}
      <bdi>{otherOf(taken, viewerId).full_name}</bdi> then.
    </p>
  );
}

/** Whether the meeting overlaps one of the usual duration that starts at `at` (milliseconds). */
function isInTheWay({ start_datetime, end_datetime, status }: Schedule, at: number): boolean {
  return status === "scheduled" && Date.parse(end_datetime) > at &&
    Date.parse(start_datetime) < at + USUAL_DURATION * 60_000;
}
