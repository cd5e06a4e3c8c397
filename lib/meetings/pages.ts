/** Pages of lists that are ordered by a time and the id, each read from where the one before ended. */
import type { Cursor, Page } from "../contract/pages.ts";
import type { Queries } from "../db/pool.ts";

type Row<T> = { row: T; cursor: string };

/** SQL for the cursor of a row that stands at the time in `column`. */
export function cursorOf(sql: Queries, column: string) {
  return sql`to_char(${
    sql(column)
  } at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '_' || id`;
}

/** SQL that is true of the rows that stand before the cursor in time, or with `>` after it. */
export function isBeyond(sql: Queries, column: string, { at, id }: Cursor, than: "<" | ">" = "<") {
  return sql`(${sql(column)}, id) ${than === "<" ? sql`<` : sql`>`}
    (${at}::text::timestamptz, ${id}::integer)`;
}

/** The page of `limit` rows, of which one more was read to know whether the list goes on. */
export function pageOf<T>(found: Row<T>[], limit: number): Page<T> {
  const rows = found.slice(0, limit);
  return {
    rows: rows.map(({ row }) => row),
    next: found.length > limit ? rows[limit - 1].cursor : null,
  };
}
