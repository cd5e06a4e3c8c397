/** How much one person may begin with another in a span of time. */
import { AppError } from "../contract/errors.ts";
import type { Schedule } from "../contract/meetings.ts";
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

const REMINDERS: Limit = {
  most: 1,
  span: "10 minutes",
  detail: "A reminder of this meeting was sent less than ten minutes ago",
};
const NOTIFICATIONS: Limit = {
  most: 30,
  span: "1 hour",
  detail: "At most 30 notifications to the same person in an hour",
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

/** Throws `rate_limited` where this transaction reminded of a schedule, which it locks, too soon. */
export async function limitReminders(tx: Queries, { id, user_id }: Schedule): Promise<void> {
  await refuseBeyond(
    tx,
    REMINDERS,
    tx`meeting_notifications where recipient_id = ${user_id} and schedule_id = ${id}
      and notification_type = 'meeting_reminder'
      and actor_id is not null and not written_by_actor`,
  );
}

/**
 * Throws `rate_limited` where this transaction wrote one notification too many. Its lock makes those
 * of the same two people wait, so it is asked before the insert, and counts one less.
 */
export async function limitNotifications(
  tx: Queries,
  writerId: number,
  recipientId: number,
): Promise<void> {
  await tx`select pg_advisory_xact_lock(${writerId}, ${recipientId})`;
  await refuseBeyond(
    tx,
    { ...NOTIFICATIONS, most: NOTIFICATIONS.most - 1 },
    tx`meeting_notifications
      where actor_id = ${writerId} and recipient_id = ${recipientId} and written_by_actor`,
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
