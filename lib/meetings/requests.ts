/** Requests: patients ask researchers for a meeting. */
import { AppError } from "../contract/errors.ts";
import { parse } from "../contract/parse.ts";
import {
  type Request,
  type RequestCounts,
  type RequestInput,
  requestInput,
  type RequestsQuery,
  type RequestStatus,
  type SentRequest,
} from "../contract/meetings.ts";
import type { Page } from "../contract/pages.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";
import { limitRequests } from "./limits.ts";
import { transactAs } from "./participants.ts";
import { cursorOf, isBeyond, pageOf } from "./pages.ts";

/** The requests a person sent (a patient) or received (a researcher), newest first. */
export async function listRequests(
  sql: Queries,
  user: User,
  { status, limit, offset, before }: RequestsQuery,
): Promise<Page<Request>> {
  const chosen = status === "decided" ? sql`status <> 'pending'` : sql`status = ${status ?? null}`;
  const rows = await attempt(() =>
    sql<{ row: Request; cursor: string }[]>`
      select private.request_json(r, ${user.id}) as row, cursor
      from meeting_requests r join (
        select id, ${cursorOf(sql, "created_at")} as cursor from meeting_requests
        where ${sql(sideOf(user))} = ${user.id} ${status ? sql`and ${chosen}` : sql``}
          ${before ? sql`and ${isBeyond(sql, "created_at", before)}` : sql``}
        order by created_at desc, id desc limit ${limit + 1} offset ${offset}
      ) page using (id)
      order by r.created_at desc, id desc`
  );
  return pageOf(rows, limit);
}

/** How many requests a person sent or received, by status. */
export async function countByStatus(sql: Queries, user: User): Promise<RequestCounts> {
  const rows = await attempt(() =>
    sql<{ status: RequestStatus; count: number }[]>`
      select status, count(*)::int from meeting_requests
      where ${sql(sideOf(user))} = ${user.id} group by status`
  );
  const counts = { pending: 0, accepted: 0, rejected: 0, cancelled: 0 };
  for (const { status, count } of rows) counts[status] = count;
  return counts;
}

/** One of the requests that a person sent or received. Throws `not_found`, for others' too. */
export async function findRequest(sql: Queries, user: User, id: number): Promise<Request> {
  const [row] = await attempt(() =>
    sql<{ request: Request }[]>`
      select private.request_json(r, ${user.id}) as request from meeting_requests r
      where id = ${id} and ${sql(sideOf(user))} = ${user.id}`
  );
  if (row) return row.request;
  throw new AppError("not_found", "There is no such request");
}

/** The patient's request that waits for an answer of this researcher, if there is one. */
export async function findPending(
  sql: Queries,
  user: User,
  expertId: number,
): Promise<SentRequest | undefined> {
  const [row] = await attempt(() =>
    sql<{ request: SentRequest }[]>`
      select private.request_json(r, ${user.id}) as request from meeting_requests r
      where requester_id = ${user.id} and expert_id = ${expertId} and status = 'pending'`
  );
  return row?.request;
}

/**
 * A patient asks, with a `requestInput`. Throws `invalid_input`, `forbidden` (not a patient),
 * `not_found` (no such researcher), `already_pending` and `rate_limited`.
 */
export async function createRequest(sql: Queries, user: User, input: unknown): Promise<Request> {
  const asked = parse(requestInput, input);
  return await transactAs(sql, user, async (tx) => {
    const id = await insertRequest(tx, user.id, asked);
    await limitRequests(tx, user.id, asked.expert_id);
    return await readRequest(tx, id, user.id);
  });
}

/** The request as one of its two people sees it. */
export async function readRequest(tx: Queries, id: number, viewerId: number): Promise<Request> {
  const [{ request }] = await tx<{ request: Request }[]>`
    select private.request_json(r, ${viewerId}) as request from meeting_requests r where id = ${id}`;
  return request;
}

async function insertRequest(tx: Queries, userId: number, asked: RequestInput): Promise<number> {
  const { expert_id, message, preferred_datetime = null, meeting_type = null } = asked;
  const [{ id }] = await tx<{ id: number }[]>`
    select private.request_meeting(
      ${userId}, ${expert_id}, ${message}, ${preferred_datetime}, ${meeting_type}
    ) as id`;
  return id;
}

function sideOf({ role }: User): "requester_id" | "expert_id" {
  return role === "patient" ? "requester_id" : "expert_id";
}
