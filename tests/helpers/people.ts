/** People for tests: rows in `users`, without the cost of a password. */
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";

let made = 0;

/** A new patient. */
export function patient(sql: Sql, fields: Partial<User> = {}): Promise<User> {
  return insertUser(sql, { role: "patient", ...fields });
}

/** A new researcher. */
export function researcher(sql: Sql, fields: Partial<User> = {}): Promise<User> {
  return insertUser(sql, { role: "researcher", ...fields });
}

async function insertUser(sql: Sql, fields: Partial<User>): Promise<User> {
  const number = ++made;
  const row = { email: `person${number}@example.org`, full_name: `Person ${number}`, ...fields };
  const [user] = await sql<User[]>`
    insert into users ${sql(row)} returning id, full_name, role, email, time_zone, locale`;
  return user;
}

/** How many rows the tables have that a call may write. */
export async function countRows(sql: Sql): Promise<Record<string, number>> {
  const [counts] = await sql<Record<string, number>[]>`
    select
      (select count(*)::int from users) as users,
      (select count(*)::int from private.sessions) as sessions,
      (select count(*)::int from meeting_requests) as requests,
      (select count(*)::int from schedules) as schedules,
      (select count(*)::int from meeting_notifications) as notifications,
      (select count(*)::int from private.changes) as changes`;
  return counts;
}
