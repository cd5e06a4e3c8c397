/** The meetings of whoever is signed in. */
import type {
  RescheduleInput,
  Schedule,
  ScheduleInput,
  ScheduleStatus,
} from "../../contract/meetings.ts";
import type { Cancellation } from "../../contract/notifications.ts";
import { on, onReload, tell } from "../connection/events.ts";
import { call } from "../api/http.ts";
import { createLiveList } from "./live_list.ts";

/** The most that one call gives. */
const MOST = 500;

/**
 * Meetings under way at some moment between two instants (ISO 8601): of any status unless said, and
 * all of them, or the soonest up to `limit`.
 */
export type Span = { from?: string; to?: string; status?: ScheduleStatus; limit?: number };

/** `span` says what to load; `taken` is called with it when the list has it. */
export type Watch = { span: () => Span; taken?: (rows: Schedule[]) => void };

const list = createLiveList<Schedule>((row, known) =>
  row.sequence === known.sequence
    ? (row.updated_at ?? "") < (known.updated_at ?? "")
    : row.sequence < known.sequence
);
/** What is loaded again after events were missed, by name. */
const watched = new Map<string, Watch>();

/** The meetings known to this page, those that are over or cancelled too; in no useful order. */
export const schedules = list;

/** Has the meetings of `span`, which the page came with, loaded again after events were missed. */
export function watchSchedules(span: Span): void {
  watchAs(JSON.stringify(span), { span: () => span });
}

/** As `watchSchedules`, of a span that changes with time, instead of what `name` stood for. */
export function watchAs(name: string, watch: Watch): void {
  watched.set(name, watch);
}

/** Loads the meetings of `span`, and keeps them current from then on. Rejects with a CallError. */
export async function loadSchedules(span: Span): Promise<void> {
  await fetchSchedules({ span: () => span });
  watchSchedules(span);
}

/** As `loadSchedules`, without watching them. */
export function fetchSchedules({ span, taken }: Watch): Promise<void> {
  return list.load(() => read(span()), taken);
}

/** Makes a meeting; calls with one `idempotencyKey` make one. Rejects with a CallError. */
export function createSchedule(input: ScheduleInput, idempotencyKey: string): Promise<Schedule> {
  return create("/api/schedule", input, idempotencyKey);
}

/** As `createSchedule`: the one trial meeting of two people. */
export function createTrial(input: ScheduleInput, idempotencyKey: string): Promise<Schedule> {
  return create("/api/trial_schedule", input, idempotencyKey);
}

async function create(path: string, body: ScheduleInput, idempotencyKey: string) {
  const { schedule } = await call<{ schedule: Schedule }>("POST", path, { body, idempotencyKey });
  tell("schedule_created", schedule);
  return schedule;
}

/** Moves a meeting; resolves to it as it is then. Rejects with a CallError. */
export async function moveSchedule(id: number, input: RescheduleInput): Promise<Schedule> {
  const path = `/api/schedule/${id}`;
  const { schedule } = await call<{ schedule: Schedule }>("PUT", path, { body: input });
  tell("schedule_updated", schedule);
  return schedule;
}

/** Cancels a meeting; resolves to it as it is then. Rejects with a CallError. */
export async function cancelMeeting(id: number, reason?: string): Promise<Schedule> {
  const body = { schedule_id: id, reason: reason || null };
  const { schedule } = await call<Cancellation>("POST", "/api/meeting-notifications/cancel", {
    body,
  });
  tell("schedule_updated", schedule);
  return schedule;
}

/** Reminds both participants now; once for one `idempotencyKey`. Rejects with a CallError. */
export async function sendReminder(id: number, idempotencyKey?: string): Promise<void> {
  await call("POST", "/api/meeting-notifications/reminder", {
    body: { schedule_id: id },
    idempotencyKey,
  });
}

async function read({ limit = Infinity, ...span }: Span): Promise<Schedule[]> {
  const rows: Schedule[] = [];
  let page: Schedule[];
  do {
    const most = Math.min(MOST, limit - rows.length);
    const query = new URLSearchParams({ ...span, limit: `${most}`, offset: `${rows.length}` });
    ({ schedules: page } = await call<{ schedules: Schedule[] }>("GET", `/api/schedule?${query}`));
    rows.push(...page);
  } while (page.length === MOST && rows.length < limit);
  return rows;
}

on("schedule_created", list.put);
on("schedule_updated", list.put);
on("schedule_deleted", ({ schedule_id }) => list.drop(schedule_id));

onReload(async () => {
  const watches = [...watched.values()];
  let found: Schedule[][] = [];
  const readAll = async () => {
    found = await Promise.all(watches.map(({ span }) => read(span())));
    return found.flat();
  };
  await list.reload(readAll, () => watches.forEach(({ taken }, place) => taken?.(found[place])));
});
