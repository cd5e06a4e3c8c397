/** Where a notification leads. */
import type { Notification, Target } from "../../contract/notifications.ts";
import { meetingPath, requestPath } from "../paths.ts";

/** What a notification is about, its request before its meeting. They may have been removed. */
export function targetsOf({ notification_data: data, schedule_id }: Notification): Target[] {
  const request_id = typeof data === "object" && data !== null && "request_id" in data
    ? data.request_id
    : null;
  const targets: Target[] = [];
  if (isId(request_id)) targets.push({ kind: "request", id: request_id });
  if (isId(schedule_id)) targets.push({ kind: "schedule", id: schedule_id });
  return targets;
}

/** The path of a target's page. */
export function pathOf({ kind, id }: Target): string {
  return kind === "request" ? requestPath(id) : meetingPath(id);
}

function isId(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= 2_147_483_647;
}
