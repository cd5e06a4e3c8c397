/** Meetings for tests, written as another system would. */
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";

/** Makes a schedule of an hour that starts `ahead` from now, such as `29 minutes`; its id. */
export async function meet(
  sql: Sql,
  user: User,
  mentor: User,
  ahead: string,
  fields: { id?: number; status?: string; is_trial?: boolean } = {},
): Promise<number> {
  const { status = "scheduled", is_trial = false } = fields;
  const [{ id }] = await sql<{ id: number }[]>`
    insert into schedules (id, user_id, mentor_id, start_datetime, end_datetime, status, is_trial)
    values (
      ${fields.id ?? sql`default`}, ${user.id}, ${mentor.id}, now() + ${ahead}::text::interval,
      now() + ${ahead}::text::interval + interval '1 hour', ${status}, ${is_trial}
    )
    returning id`;
  return id;
}

/** Moves a schedule, as a whole, to start `ahead` from now. */
export async function move(sql: Sql, id: number, ahead: string): Promise<void> {
  await sql`
    update schedules set start_datetime = now() + ${ahead}::text::interval,
      end_datetime = now() + ${ahead}::text::interval + (end_datetime - start_datetime)
    where id = ${id}`;
}
