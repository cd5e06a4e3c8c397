/** Decisions about researchers. */
import {
  cancelAheadInput,
  type Candidate,
  type ReviewInput,
  reviewInput,
} from "../contract/admin.ts";
import { type Origin, record } from "../audit/entries.ts";
import { AppError } from "../contract/errors.ts";
import { parse } from "../contract/parse.ts";
import type { User } from "../contract/users.ts";
import { transact } from "../db/app_errors.ts";
import type { Queries } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { transactAs } from "../meetings/participants.ts";
import { findResearcher } from "./researchers.ts";

/** Who decides, and what gets the lines of the security log; at the command line it is nobody. */
export type Reviewer = { user: User | null; log: Log; from?: Origin };

/**
 * Approves, refuses or suspends a researcher by a `reviewInput`. Throws `invalid_input`, `not_found` and `conflict` (only who is approved can be suspended,
 * and only who is not, refused).
 */
export async function reviewResearcher(
  sql: Queries,
  reviewer: Reviewer,
  id: number,
  input: unknown,
): Promise<Candidate> {
  const review = parse(reviewInput, input);
  return await transact(sql, async (tx) => {
    const { state } = await lockResearcher(tx, id);
    if (state !== review.decision) {
      requireAllowed(state, review);
      await insertReview(tx, reviewer.user, id, review);
      const approvedAt = review.decision === "approved" ? tx`now()` : tx`null`;
      await tx`update users set approved_at = ${approvedAt} where id = ${id}`;
      await recordReview(tx, reviewer, id, review);
    }
    return await findResearcher(tx, id);
  });
}

async function recordReview(
  tx: Queries,
  { user, log, from }: Reviewer,
  person: number,
  { decision }: ReviewInput,
): Promise<void> {
  const action = decision === "refused" ? "refused_approval" : decision;
  await record(tx, log, { action, actor: user?.id ?? null, person, from });
}

function requireAllowed(state: Candidate["state"], { decision }: ReviewInput): void {
  if (decision === "suspended" && state !== "approved") {
    throw new AppError("conflict", "Only researchers who are approved can be suspended");
  }
  if (decision === "refused" && state === "approved") {
    throw new AppError("conflict", "This researcher is approved; suspend them instead");
  }
}

async function lockResearcher(tx: Queries, id: number): Promise<Candidate> {
  await tx`select from users where id = ${id} for no key update`;
  return await findResearcher(tx, id);
}

async function insertReview(
  tx: Queries,
  reviewer: User | null,
  id: number,
  review: ReviewInput,
): Promise<void> {
  const { decision, reason } = review;
  await tx`
    insert into private.reviews (user_id, decision, reason, reviewer_id)
    values (${id}, ${decision}, ${reason || null}, ${reviewer?.id ?? null})`;
}

/**
 * Cancels the meetings ahead of a researcher who is not approved, by a `cancelAheadInput`; returns how
 * many. Triggers notify both sides of each. Throws `invalid_input`, `not_found` and `conflict`.
 */
export async function cancelMeetingsAhead(
  sql: Queries,
  admin: User,
  id: number,
  input: unknown,
): Promise<number> {
  const { reason } = parse(cancelAheadInput, input);
  return await transactAs(sql, admin, async (tx) => {
    const { state } = await findResearcher(tx, id);
    if (state === "approved") {
      throw new AppError("conflict", "The researcher is approved, and cancels meetings themselves");
    }
    const { count } = await tx`
      update schedules set status = 'cancelled', cancel_reason = ${reason}
      where mentor_id = ${id} and status = 'scheduled' and start_datetime > now()`;
    return count;
  });
}
