/** What sockets leave in the security log: requests and meetings they deliver, and refused calls. */
import type { ErrorCode } from "../contract/errors.ts";
import type { AuditBatch, Shown } from "./batch.ts";
import type { Origin } from "./entries.ts";

/** The events whose payload is a request or meeting. */
const SHOWN = new Set([
  "new_meeting_request",
  "meeting_request_sent",
  "meeting_request_updated",
  "schedule_created",
  "schedule_updated",
]);

/** Notes what an event that was sent to somebody has to be recorded for, if anything. */
export function noteSent(
  audit: AuditBatch,
  user: { id: number },
  from: Origin,
  event: string,
  payload: unknown,
): void {
  if (SHOWN.has(event)) audit.read(user.id, from, [payload as Shown]);
  if (event !== "meeting_error") return;
  const { code } = payload as { code: ErrorCode };
  if (code !== "forbidden" && code !== "rate_limited") return;
  const details = { code, route: "/socket.io" };
  audit.noteAndLog({ action: "refused", actor: user.id, person: null, from, details });
}
