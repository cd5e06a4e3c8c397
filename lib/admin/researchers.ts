/** Researchers, as admins look through them. */
import type { Candidate, CandidatesPage, CandidatesQuery, ReviewState } from "../contract/admin.ts";
import { AppError } from "../contract/errors.ts";
import type { User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";

/** Throws `forbidden` for everybody but admins. */
export function requireAdmin({ role }: User): void {
  if (role !== "admin") throw new AppError("forbidden", "This is for admins");
}

/** Researchers in one state: those who wait, in the order in which they came; others latest first. */
export async function listResearchers(
  sql: Queries,
  { state, search, limit, offset }: CandidatesQuery,
): Promise<CandidatesPage> {
  const patterns = search.split(/\s+/).filter((word) => word !== "")
    .map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
  const order = state === "waiting" ? sql`created_at, id` : sql`created_at desc, id desc`;
  const [page] = await attempt(() =>
    sql<CandidatesPage[]>`
      with all_of_them as materialized (
        select u.id, u.created_at, private.review_state(u) as state,
          concat_ws(chr(10), full_name, email, institution) as text
        from users u where role = 'researcher'
      ), found as (
        select id, created_at from all_of_them
        where state = ${state} and text ilike all (${patterns}::text[])
      ), page as (
        select row_number() over (order by ${order}) as place, id from found
        order by ${order} limit ${limit} offset ${offset}
      )
      select
        (
          select coalesce(json_agg(private.candidate_json(u) order by place), '[]')
          from page join users u using (id)
        ) as researchers,
        (select count(*)::int from found) as total,
        (
          select json_build_object(
            'waiting', count(*) filter (where state = 'waiting'),
            'approved', count(*) filter (where state = 'approved'),
            'refused', count(*) filter (where state = 'refused'),
            'suspended', count(*) filter (where state = 'suspended')
          )
          from all_of_them
        ) as counts`
  );
  return page;
}

/** One researcher. Throws `not_found`. */
export async function findResearcher(sql: Queries, id: number): Promise<Candidate> {
  const [row] = await attempt(() =>
    sql<{ researcher: Candidate }[]>`
      select private.candidate_json(u) as researcher
      from users u where id = ${id} and role = 'researcher'`
  );
  if (row) return row.researcher;
  throw new AppError("not_found", "There is no such researcher");
}

/** Where a researcher stands, and the reason that was given to them. */
export async function findReview(
  sql: Queries,
  userId: number,
): Promise<{ state: ReviewState; reason: string | null }> {
  const { state, reason } = await findResearcher(sql, userId);
  return { state, reason };
}
