/** What a meeting is called, how long it is and where it stands. */
import type { Schedule } from "../../contract/meetings.ts";
import type { Person } from "../../contract/users.ts";
import { isSoon } from "../../time/countdown.ts";
import { isolated } from "../components/bidi.tsx";
import { counted } from "../components/words.ts";

/**
 * The state of a meeting at a time. `soon`: it starts within ten minutes. `over`: it has ended, and
 * nobody has marked it as completed.
 */
export type Phase = "ahead" | "soon" | "running" | "over" | "completed" | "cancelled";

/** The phase at `now` (milliseconds). */
export function phaseOf(schedule: Schedule, now: number): Phase {
  if (schedule.status !== "scheduled") return schedule.status;
  if (now >= Date.parse(schedule.end_datetime)) return "over";
  if (now >= Date.parse(schedule.start_datetime)) return "running";
  return isSoon(schedule, now) ? "soon" : "ahead";
}

/** Whether it can still be rescheduled or cancelled at `now` (milliseconds). */
export function isOpen(schedule: Schedule, now: number): boolean {
  return ["ahead", "soon", "running"].includes(phaseOf(schedule, now));
}

/** The person on the other side of `viewerId`. */
export function otherOf({ user, mentor }: Schedule, viewerId: number): Person {
  return user.id === viewerId ? mentor : user;
}

/** What the meeting is called; by the other person's name unless somebody gave it a title. */
export function titleOf(schedule: Schedule, viewerId: number): string {
  const kind = schedule.is_trial ? "Trial meeting" : "Meeting";
  return schedule.title || `${kind} with ${isolated(otherOf(schedule, viewerId).full_name)}`;
}

/** `30 minutes`, `1 hour`, `1 hour 30 minutes` */
export function durationText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
  if (hours === 0) return counted(rest, "minute");
  return rest === 0
    ? counted(hours, "hour")
    : `${counted(hours, "hour")} ${counted(rest, "minute")}`;
}
