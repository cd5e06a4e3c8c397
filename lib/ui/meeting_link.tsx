import type { Request } from "../contract/meetings.ts";
import { CalendarIcon } from "./icons.tsx";

/** What an accepted request leads to: its meeting, or making one. */
export function MeetingLink({ request }: { request: Request & { isSaving?: boolean } }) {
  const { id, schedule_id, status, isSaving } = request;
  if (status !== "accepted" || isSaving) return null;
  const other = request.type === "received" ? request.requester : request.expert;
  return (
    <div class="card-actions">
      <a
        class="button"
        href={schedule_id ? `/meetings/${schedule_id}` : `/meetings/new?with=${other.id}`}
        aria-describedby={`request-${id}-name`}
      >
        <CalendarIcon />
        {schedule_id ? "See the meeting" : "Schedule a meeting"}
      </a>
    </div>
  );
}
