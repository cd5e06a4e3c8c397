/** Decisions: a researcher accepts or declines a request, a patient withdraws it. */
import { Refusal } from "../contract/errors.ts";
import { parse, wrong } from "../contract/fields.ts";
import {
  type DecisionInput,
  decisionInput,
  type Request,
  type RequestStatus,
} from "../contract/meetings.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { transact } from "../db/refusals.ts";
import { readRequest } from "./requests.ts";

const defaultMinutes = 60;

/** Who may decide what. */
const deciders = {
  accepted: "expert",
  rejected: "expert",
  cancelled: "requester",
} as const;

type Row = { requester_id: number; status: RequestStatus };

/**
 * Decides a pending request with a `decisionInput`, and schedules an accepted one that has a time,
 * all or nothing. Throws `invalid_input`, `not_found` (strangers), `forbidden` (the wrong side),
 * `not_pending` and `double_booking`.
 */
export async function decideRequest(
  sql: Queries,
  user: User,
  id: number,
  input: unknown,
): Promise<Request> {
  const decision = parseDecision(input);
  return await transact(sql, async (tx) => {
    const request = await lockRequest(tx, id, user.id);
    requireRight(request, user, decision);
    const scheduleId = decision.status === "accepted" ? await schedule(tx, id, decision) : null;
    await updateRequest(tx, id, decision, scheduleId);
    return await readRequest(tx, id, user.id);
  });
}

function parseDecision(input: unknown): DecisionInput {
  const decision = parse(decisionInput, input);
  if (decision.status === "accepted") return decision;
  for (const path of ["start_datetime", "duration_minutes", "meeting_link"] as const) {
    if (decision[path] != null) throw wrong(path, "belongs to an accepted request");
  }
  return decision;
}

function requireRight(request: Row | undefined, user: User, { status }: DecisionInput): void {
  if (!request) throw new Refusal("not_found", "There is no such request");
  const side = request.requester_id === user.id ? "requester" : "expert";
  if (deciders[status] !== side) {
    throw new Refusal("forbidden", `A request is ${status} by its ${deciders[status]}`);
  }
  if (request.status !== "pending") {
    throw new Refusal("not_pending", `The request is ${request.status} already`);
  }
}

/** The new schedule's id; null where no time is given and none that was preferred lies ahead. */
async function schedule(tx: Queries, id: number, decision: DecisionInput): Promise<number | null> {
  const scheduleId = await insertSchedule(tx, id, decision);
  if (scheduleId !== null) return scheduleId;
  if (decision.start_datetime) throw wrong("start_datetime", "is in the past");
  if (decision.meeting_link) throw wrong("meeting_link", "needs a start_datetime");
  return null;
}

/** The request, if it is one of this person's; nobody else decides it until the transaction ends. */
async function lockRequest(tx: Queries, id: number, userId: number): Promise<Row | undefined> {
  const [request] = await tx<Row[]>`
    select requester_id, status from meeting_requests
    where id = ${id} and ${userId} in (requester_id, expert_id)
    for update`;
  return request;
}

async function insertSchedule(
  tx: Queries,
  requestId: number,
  { start_datetime, duration_minutes, meeting_link }: DecisionInput,
): Promise<number | null> {
  const [schedule] = await tx<{ id: number }[]>`
    insert into schedules (user_id, mentor_id, start_datetime, end_datetime, link)
    select requester_id, expert_id, start_at,
      start_at + make_interval(mins => ${duration_minutes ?? defaultMinutes}),
      ${meeting_link ?? null}
    from meeting_requests,
      coalesce(${start_datetime ?? null}::timestamptz, preferred_datetime) start_at
    where id = ${requestId} and start_at > now()
    returning id`;
  return schedule?.id ?? null;
}

async function updateRequest(
  tx: Queries,
  id: number,
  { status, reason }: DecisionInput,
  scheduleId: number | null,
): Promise<void> {
  await tx`
    update meeting_requests
    set status = ${status}, decision_reason = ${reason || null}, schedule_id = ${scheduleId}
    where id = ${id}`;
}
