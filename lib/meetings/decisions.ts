/** Decisions: a researcher accepts or declines a request, a patient withdraws it. */
import { AppError } from "../contract/errors.ts";
import { parse, wrong } from "../contract/parse.ts";
import {
  type DecisionInput,
  decisionInput,
  type Request,
  type RequestStatus,
} from "../contract/meetings.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { explainCollision } from "./collisions.ts";
import { transactAs } from "./participants.ts";
import { readRequest } from "./requests.ts";
import type { Times } from "./times.ts";

const DEFAULT_MINUTES = 60;

/** Who may decide what. */
const DECIDERS = {
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
  let times: Times | undefined;
  const decide = () =>
    transactAs(sql, user, async (tx) => {
      const request = await lockRequest(tx, id, user.id);
      requireMayDecide(request, user, decision);
      times = decision.status === "accepted" ? await planTimes(tx, id, decision) : undefined;
      const scheduleId = times ? await insertSchedule(tx, id, times, decision) : null;
      await updateRequest(tx, id, decision, scheduleId);
      return await readRequest(tx, id, user.id);
    });
  return await explainCollision(sql, user, () => times!, decide);
}

function parseDecision(input: unknown): DecisionInput {
  const decision = parse(decisionInput, input);
  if (decision.status === "accepted") return decision;
  for (const path of ["start_datetime", "duration_minutes", "meeting_link"] as const) {
    if (decision[path] != null) throw wrong(path, "belongs to an accepted request");
  }
  return decision;
}

function requireMayDecide(request: Row | undefined, user: User, { status }: DecisionInput): void {
  if (!request) throw new AppError("not_found", "There is no such request");
  const side = request.requester_id === user.id ? "requester" : "expert";
  if (DECIDERS[status] !== side) {
    throw new AppError("forbidden", `A request is ${status} by its ${DECIDERS[status]}`);
  }
  if (request.status !== "pending") {
    throw new AppError("not_pending", `The request is ${request.status} already`);
  }
}

/** Locks a request of this person's until the transaction ends. */
async function lockRequest(tx: Queries, id: number, userId: number): Promise<Row | undefined> {
  const [request] = await tx<Row[]>`
    select requester_id, status from meeting_requests
    where id = ${id} and ${userId} in (requester_id, expert_id)
    for update`;
  return request;
}

/**
 * The times of the meeting as Postgres writes them, from the given start or from the preferred one
 * while that is ahead; undefined if there is neither.
 */
async function planTimes(
  tx: Queries,
  requestId: number,
  { start_datetime, duration_minutes, meeting_link }: DecisionInput,
): Promise<Times | undefined> {
  const minutes = duration_minutes ?? DEFAULT_MINUTES;
  const [times] = await tx<Times[]>`
    select start_at::text as start, (start_at + make_interval(mins => ${minutes}))::text as end
    from meeting_requests,
      coalesce(${start_datetime ?? null}::timestamptz, preferred_datetime) start_at
    where id = ${requestId} and start_at > now()`;
  if (!times && start_datetime) throw wrong("start_datetime", "is in the past");
  if (!times && meeting_link) throw wrong("meeting_link", "needs a start_datetime");
  return times;
}

async function insertSchedule(
  tx: Queries,
  requestId: number,
  { start, end }: Times,
  { meeting_link }: DecisionInput,
): Promise<number> {
  const [{ id }] = await tx<{ id: number }[]>`
    insert into schedules (user_id, mentor_id, start_datetime, end_datetime, link)
    select requester_id, expert_id, ${start}::text::timestamptz, ${end}::text::timestamptz,
      ${meeting_link ?? null}
    from meeting_requests where id = ${requestId}
    returning id`;
  return id;
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
