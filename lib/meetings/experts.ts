/** Researchers, as patients browse them: without those who have blocked the patient. */
import { AppError } from "../contract/errors.ts";
import type { Expert, ExpertsPage, ExpertsQuery, Specialties, User } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";

/** The most specialties to choose from. */
const MOST_SPECIALTIES = 200;

/**
 * Researchers by name. Each word of the search must occur in their profile; a specialty must match
 * as a whole.
 */
export async function listExperts(
  sql: Queries,
  viewer: User,
  query: ExpertsQuery,
): Promise<ExpertsPage> {
  const { search, specialty, limit, offset } = query;
  const patterns = search.split(/\s+/).filter((word) => word !== "").map(containing);
  const [page] = await attempt(() =>
    sql<ExpertsPage[]>`
      with found as (
        select id, full_name, role, specialty, institution, bio, time_zone
        from users
        where ${shownTo(sql, viewer)}
          and concat_ws(chr(10), full_name, specialty, institution, bio)
            ilike all (${patterns}::text[])
          ${specialty ? sql`and lower(trim(specialty)) = lower(${specialty})` : sql``}
      ), page as (
        select * from found order by full_name, id limit ${limit} offset ${offset}
      )
      select
        (select coalesce(json_agg(page order by full_name, id), '[]') from page) as experts,
        (select count(*)::int from found) as total`
  );
  return page;
}

/** One researcher. Throws `not_found`, for the id of a patient too. */
export async function findExpert(sql: Queries, viewer: User, id: number): Promise<Expert> {
  const [expert] = await attempt(() =>
    sql<Expert[]>`
      select id, full_name, role, specialty, institution, bio, time_zone
      from users where id = ${id} and ${shownTo(sql, viewer)}`
  );
  if (expert) return expert;
  throw new AppError("not_found", "There is no such researcher");
}

/** The most frequent specialties by name, each as most researchers write it. */
export async function listSpecialties(sql: Queries, viewer: User): Promise<Specialties> {
  const rows = await attempt(() =>
    sql<Specialties>`
      select specialty, count from (
        select mode() within group (order by trim(specialty)) as specialty, count(*)::int
        from users
        where ${shownTo(sql, viewer)} and trim(specialty) <> ''
        group by lower(trim(specialty))
        order by count(*) desc, lower(trim(specialty)) limit ${MOST_SPECIALTIES}
      ) frequent
      order by lower(specialty)`
  );
  return [...rows];
}

/** SQL that is true of the researchers whom the viewer can ask. */
function shownTo(sql: Queries, { id }: User) {
  return sql`role = 'researcher' and approved_at is not null
    and id not in (select researcher_id from private.blocks where patient_id = ${id})`;
}

/** A LIKE pattern for text that contains `word`, whatever characters it has. */
function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}
