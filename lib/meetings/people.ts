/** The people with whom somebody has a relation or a meeting. */
import type { Contact, OwnMeeting } from "../contract/contacts.ts";
import { AppError } from "../contract/errors.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";

/** The most people to choose from. */
const MOST_CONTACTS = 500;

/** The people with whom a person may schedule meetings, in alphabetical order. */
export async function listContacts(sql: Queries, user: User): Promise<Contact[]> {
  const [asking, meeting] = user.role === "patient"
    ? [
      sql`expert_id from meeting_requests where status = 'accepted' and requester_id`,
      sql`mentor_id from schedules where user_id`,
    ]
    : [
      sql`requester_id from meeting_requests where status in ('accepted', 'pending') and expert_id`,
      sql`user_id from schedules where mentor_id`,
    ];
  return await attempt(() =>
    sql<Contact[]>`
      select ${contactOf(sql, user)} from users u
      where id in (select ${asking} = ${user.id} union select ${meeting} = ${user.id})
        and not private.is_blocked(${
      user.role === "patient" ? sql`${user.id}, id` : sql`id, ${user.id}`
    })
      order by lower(full_name), id limit ${MOST_CONTACTS}`
  );
}

/** A meeting of a person's, with the other person. Throws `not_found`, for other people's too. */
export async function findMeeting(sql: Queries, user: User, id: number): Promise<OwnMeeting> {
  const [meeting] = await attempt(() =>
    sql<OwnMeeting[]>`
      select private.schedule_json(s) as schedule,
        (select row_to_json(other) from (select ${contactOf(sql, user)}) other) as other,
        (
          select r.id from meeting_requests r where r.schedule_id = s.id
            and ${user.id} in (r.requester_id, r.expert_id)
          order by r.id limit 1
        ) as request_id
      from schedules s
      join users u on u.id = case when s.user_id = ${user.id} then s.mentor_id else s.user_id end
      where s.id = ${id} and ${user.id} in (s.user_id, s.mentor_id)`
  );
  if (meeting) return meeting;
  throw new AppError("not_found", "There is no such meeting");
}

/** The columns of a Contact of `user`, out of `users u`. */
function contactOf(sql: Queries, user: User) {
  const [own, other] = user.role === "patient"
    ? [sql`user_id`, sql`mentor_id`]
    : [sql`mentor_id`, sql`user_id`];
  return sql`
    u.id, u.full_name, u.role, u.time_zone,
    exists (
      select from schedules
      where ${own} = ${user.id} and ${other} = u.id and is_trial and status <> 'cancelled'
    ) as had_trial`;
}
