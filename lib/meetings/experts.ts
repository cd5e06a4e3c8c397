/** Researchers, as patients browse them. */
import type { ExpertsPage, ExpertsQuery } from "../contract/users.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/refusals.ts";

/** Researchers by name. Each word of the search must stand somewhere in what they say of themselves. */
export async function listExperts(sql: Queries, query: ExpertsQuery): Promise<ExpertsPage> {
  const { search, limit, offset } = query;
  const patterns = search.split(/\s+/).filter((word) => word !== "").map(containing);
  const [page] = await attempt(() =>
    sql<ExpertsPage[]>`
      with found as (
        select id, full_name, role, specialty, institution, bio, time_zone
        from users
        where role = 'researcher'
          and concat_ws(chr(10), full_name, specialty, institution, bio)
            ilike all (${patterns}::text[])
      ), page as (
        select * from found order by full_name, id limit ${limit} offset ${offset}
      )
      select
        (select coalesce(json_agg(page order by full_name, id), '[]') from page) as experts,
        (select count(*)::int from found) as total`
  );
  return page;
}

/** A LIKE pattern for text that contains `word`, whatever characters it has. */
function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}
