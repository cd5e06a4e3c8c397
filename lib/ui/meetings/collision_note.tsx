import type { Schedule } from "../../contract/meetings.ts";
import { otherOf } from "./meeting_words.ts";
import { isolated } from "../components/names.tsx";
import { ProblemNote } from "../components/problem_note.tsx";
import { type Clock, spanText } from "../../time/formats.ts";
import { meetingPath } from "../paths.ts";

type CollisionNoteProps = {
  /** What went wrong with the form as a whole. */
  text?: string;
  /** One's own meeting in the way, if it is that. */
  schedule?: Schedule;
  /** Who reads this. */
  viewerId: number;
  clock: Clock;
};

/** As ProblemNote; of a time that is taken it tells by which meeting. */
export function CollisionNote({ text, schedule, viewerId, clock }: CollisionNoteProps) {
  if (!schedule) return <ProblemNote text={text} />;
  const { id, start_datetime, end_datetime } = schedule;
  const name = isolated(otherOf(schedule, viewerId).full_name);
  const when = spanText(start_datetime, end_datetime, clock);
  return (
    <ProblemNote text={`You have a meeting with ${name} at that time: ${when}.`}>
      <a href={meetingPath(id)}>See the meeting</a>
    </ProblemNote>
  );
}
