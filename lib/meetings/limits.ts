/** How much one person may begin with another in a span of time. Each is asked after the insert. */
import { AppError } from "../contract/errors.ts";
import type { Queries } from "../db/pool.ts";
import type { Pair } from "./participants.ts";

/** What is counted: rows of a table, by `created_at`. */
type Limit = { most: number; span: string; detail: string };

const MEETINGS: Limit = {
  most: 100,
  span: "1 day",
  detail: "At most 100 new meetings of the same two people in a day",
};
const REQUESTS: Limit = {
  most: 3,
  span: "7 days",
  detail: "At most three requests to the same researcher in a week",
};

/** Throws `rate_limited` where this transaction made one meeting too many. */
export async function limitMeetings(tx: Queries, { user_id, mentor_id }: Pair): Promise<void> {
  await refuseBeyond(
    tx,
    MEETINGS,
    tx`schedules where user_id = ${user_id} and mentor_id = ${mentor_id}`,
  );
}

/** Throws `rate_limited` where this transaction made one request too many. */
export async function limitRequests(
  tx: Queries,
  patientId: number,
  researcherId: number,
): Promise<void> {
  await refuseBeyond(
    tx,
    REQUESTS,
    tx`meeting_requests where requester_id = ${patientId} and expert_id = ${researcherId}`,
  );
}

async function refuseBeyond(
  tx: Queries,
  { most, span, detail }: Limit,
  rows: ReturnType<Queries>,
): Promise<void> {
  const [beyond] = await tx<{ wait: number }[]>`
    select ceil(extract(epoch from created_at + ${span}::interval - now()))::int as wait
    from ${rows} and created_at > now() - ${span}::interval
    order by created_at desc offset ${most} limit 1`;
  if (beyond) throw new AppError("rate_limited", detail, { retryAfter: Math.max(1, beyond.wait) });
}
