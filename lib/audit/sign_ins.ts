/** What people see of the security log: their own sign-ins. */
import type { NewSignIn, PastSignIn } from "../contract/account.ts";
import type { Identity } from "../contract/users.ts";
import { attempt } from "../db/app_errors.ts";
import type { Queries } from "../db/pool.ts";
import type { Log } from "../log.ts";
import { type Entry, logEntry, type Origin, record } from "./entries.ts";

type SignedIn = { user: { id: number }; session: number; from: Origin; isKnownDevice: boolean };

/**
 * Records a sign-in. Its device is new unless it is known, it has the program and address of an
 * earlier sign-in, or there was none.
 */
export async function recordSignIn(
  tx: Queries,
  log: Log,
  { user, session, from, isKnownDevice }: SignedIn,
): Promise<void> {
  const entry: Entry = {
    action: "sign_in",
    actor: user.id,
    person: user.id,
    subject: session,
    from,
  };
  const address = from.address || null;
  const userAgent = from.userAgent?.slice(0, 300).toWellFormed() ?? null;
  const [{ new_device }] = await tx<{ new_device: boolean }[]>`
    insert into private.audit
      (action, actor_id, person_id, subject_id, address, user_agent, details)
    select 'sign_in', ${user.id}, ${user.id}, ${session}, ${address}, ${userAgent},
      jsonb_build_object('new_device', not ${isKnownDevice} and coalesce(bool_and(
        address is distinct from ${address} or user_agent is distinct from ${userAgent}
      ), false))
    from private.audit where person_id = ${user.id} and action = 'sign_in'
    returning (details ->> 'new_device')::boolean as new_device`;
  logEntry(log, { ...entry, details: { new_device } });
}

/** The latest of a person's sign-ins, newest first. */
export async function listSignIns(sql: Queries, { user }: Identity): Promise<PastSignIn[]> {
  return await attempt(() =>
    sql<PastSignIn[]>`
      select id, private.iso(at) as at, user_agent, address,
        coalesce((details ->> 'new_device')::boolean, false) as new_device
      from private.audit where person_id = ${user.id} and action = 'sign_in'
      order by id desc limit 10`
  );
}

/**
 * The latest sign-in from a new device within two weeks, for the person's other sessions, unless one
 * of them has said since that it was seen.
 */
export async function findNewSignIn(
  sql: Queries,
  { user, sessionId }: Identity,
): Promise<NewSignIn | null> {
  const [found] = await attempt(() =>
    sql<NewSignIn[]>`
      select id, private.iso(at) as at, user_agent
      from private.audit a
      where person_id = ${user.id} and action = 'sign_in' and subject_id <> ${sessionId}
        and at > now() - interval '14 days' and details @> '{"new_device": true}'
        and not exists (
          select from private.audit seen
          where seen.person_id = a.person_id and seen.action = 'sign_ins_seen' and seen.id > a.id
            and seen.subject_id <> a.subject_id
        )
      order by id desc limit 1`
  );
  return found ?? null;
}

/** Records that the person has seen their sign-ins up to now. */
export async function recordSeen(
  sql: Queries,
  log: Log,
  { user, sessionId }: Identity,
  from: Origin,
): Promise<void> {
  const [actor, person] = [user.id, user.id];
  await record(sql, log, { action: "sign_ins_seen", actor, person, subject: sessionId, from });
}
