import type { Schedule } from "../../contract/meetings.ts";
import { otherOf } from "./meeting_words.ts";
import { isolated } from "../components/bidi.tsx";
import { ProblemNote } from "../components/problem_note.tsx";
import { type Clock, spanText } from "../../time/formats.ts";
import { meetingPath } from "../paths.ts";

type CollisionNoteProps = {
  /** What went wrong with the form as a whole. */
  text?: string;
  /** The reader's own meeting that overlaps, if there is one. */
  schedule?: Schedule;
  /** The reader. */
  viewerId: number;
  clock: Clock;
};

/** A ProblemNote that names the overlapping meeting, if there is one. */
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
