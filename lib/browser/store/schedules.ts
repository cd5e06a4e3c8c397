/** The meetings of whoever is signed in. */
import type {
  RescheduleInput,
  Schedule,
  ScheduleInput,
  ScheduleStatus,
} from "../../contract/meetings.ts";
import { on } from "../connection/events.ts";
import { call, readPage } from "../api/http.ts";
import { createEntities } from "./entities.ts";
import { soonestFirst } from "./orders.ts";
import { createWindow, type Window } from "./window.ts";

const PATH = "/api/schedule";

/** Meetings that are under way at some time between two instants (ISO 8601), by default of any status. */
export type Span = { from: string; to?: string; status?: ScheduleStatus };

/** The meetings known to this page, including those that are over or cancelled. */
export const schedules = createEntities<Schedule>();

/** The meetings of `span`, soonest first. */
export function createSpan(span: Span): Window<Schedule> {
  const { from, to, status } = span;
  return createWindow(schedules, {
    filter: (row) =>
      row.end_datetime > from && (!to || row.start_datetime < to) &&
      (!status || row.status === status),
    order: soonestFirst,
    read: (after, limit) => readPage(PATH, { ...span, limit, after }, "schedules"),
  });
}

/** Makes a meeting; calls with one `idempotencyKey` make one. Rejects with a CallError. */
export function createSchedule(body: ScheduleInput, idempotencyKey: string): Promise<Schedule> {
  return change("POST", PATH, body, idempotencyKey);
}

/** As `createSchedule`: the one trial meeting of two people. */
export function createTrial(body: ScheduleInput, idempotencyKey: string): Promise<Schedule> {
  return change("POST", "/api/trial_schedule", body, idempotencyKey);
}

/** Moves a meeting; resolves to it as it is then. Rejects with a CallError. */
export function moveSchedule(id: number, body: RescheduleInput): Promise<Schedule> {
  return change("PUT", `${PATH}/${id}`, body);
}

/** Cancels a meeting; resolves to it as it is then. Rejects with a CallError. */
export function cancelSchedule(schedule_id: number, reason?: string): Promise<Schedule> {
  return change("POST", "/api/meeting-notifications/cancel", {
    schedule_id,
    reason: reason || null,
  });
}

async function change(method: string, path: string, body: object, idempotencyKey?: string) {
  const { schedule } = await call<{ schedule: Schedule }>(method, path, { body, idempotencyKey });
  schedules.upsert([schedule], "answer");
  return schedule;
}

/** Reminds both participants now; once for one `idempotencyKey`. Rejects with a CallError. */
export async function sendReminder(schedule_id: number, idempotencyKey?: string): Promise<void> {
  const body = { schedule_id };
  await call("POST", "/api/meeting-notifications/reminder", { body, idempotencyKey });
}

on("schedule_created", (row) => schedules.upsert([row], "insertion"));
on("schedule_updated", (row) => schedules.upsert([row], "event"));
on("schedule_deleted", ({ schedule_id }) => schedules.remove(schedule_id));
