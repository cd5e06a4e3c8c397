/** Who may do what with a meeting: its two participants, and services for anybody. */
import { AppError } from "../contract/errors.ts";
import type { Schedule } from "../contract/meetings.ts";
import type { User } from "../contract/users.ts";
import { transact } from "../db/app_errors.ts";
import type { Queries, Transaction } from "../db/pool.ts";

/** A patient and a researcher. */
export type Pair = { user_id: number; mentor_id: number };

/** Whether the caller is another system rather than a person. */
export function isService({ role }: User): boolean {
  return role === "service";
}

/**
 * As `transact`. A person who calls is the actor of the notifications that the work causes; a
 * service is not, since it acts for somebody else.
 */
export function transactAs<T>(
  sql: Queries,
  user: User,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return transact(sql, async (tx) => {
    if (!isService(user)) await tx`select set_config('liaison.actor', ${`${user.id}`}, true)`;
    return await work(tx);
  });
}

/** Throws `forbidden` for a person who is neither of the two. */
export function requireOneOf(user: User, { user_id, mentor_id }: Pair): void {
  if (isService(user) || user.id === user_id || user.id === mentor_id) return;
  throw new AppError("forbidden", "You are neither user_id nor mentor_id");
}

/**
 * Throws `forbidden` for a person who has no relation with the other: the same whether there is such
 * a person or not. For a service throws `not_found` unless the one is a patient and the other a
 * researcher.
 */
export async function requireRelation(tx: Queries, user: User, pair: Pair): Promise<void> {
  if (isService(user)) return await requirePair(tx, pair);
  const [{ related }] = await tx<{ related: boolean }[]>`
    select private.is_related(${pair.user_id}, ${pair.mentor_id}, ${user.id}) as related`;
  if (related) return;
  if (user.id === pair.mentor_id && await isBlocked(tx, pair)) {
    throw new AppError("forbidden", "You have blocked this person; unblock them first");
  }
  throw new AppError("forbidden", "You have no accepted request and no meeting with this person");
}

/** Throws `forbidden` for a patient whom the researcher has blocked: they may only cancel a meeting. */
export async function requireNotBlocked(tx: Queries, user: User, pair: Pair): Promise<void> {
  if (user.id !== pair.user_id || !await isBlocked(tx, pair)) return;
  throw new AppError("forbidden", "You cannot change this meeting, but you can cancel it");
}

async function isBlocked(tx: Queries, { user_id, mentor_id }: Pair): Promise<boolean> {
  const [{ blocked }] = await tx<{ blocked: boolean }[]>`
    select private.is_blocked(${user_id}, ${mentor_id}) as blocked`;
  return blocked;
}

async function requirePair(tx: Queries, pair: Pair): Promise<void> {
  const [found] = await tx<{ patient: boolean; researcher: boolean }[]>`
    select
      exists (select from users where id = ${pair.user_id} and role = 'patient') as patient,
      exists (select from users where id = ${pair.mentor_id} and role = 'researcher') as researcher`;
  if (!found.patient) throw new AppError("not_found", "user_id: there is no such patient");
  if (!found.researcher) throw new AppError("not_found", "mentor_id: there is no such researcher");
}

/**
 * Locks a schedule of the caller's until the transaction ends. Throws `not_found`, for those of other
 * people too.
 */
export async function lockSchedule(tx: Queries, user: User, id: number): Promise<Schedule> {
  const [row] = await tx<{ schedule: Schedule }[]>`
    select private.schedule_json(s) as schedule from schedules s
    where id = ${id} and (${isService(user)} or ${user.id} in (user_id, mentor_id))
    for no key update`;
  if (row) return row.schedule;
  throw new AppError("not_found", "There is no such schedule");
}

/** The schedule, which is the same for all who may see it. */
export async function readSchedule(tx: Queries, id: number): Promise<Schedule> {
  const [{ schedule }] = await tx<{ schedule: Schedule }[]>`
    select private.schedule_json(s) as schedule from schedules s where id = ${id}`;
  return schedule;
}
