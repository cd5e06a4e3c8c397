/** The orders of lists. Rows with the same time are ordered by their ids. */
type Row = { id: number };

/** What decides where a row stands in a list that has the newest first. */
export type Position = Row & { created_at: string };

export function newestFirst(a: Position, b: Position): number {
  if (a.created_at === b.created_at) return b.id - a.id;
  return a.created_at < b.created_at ? 1 : -1;
}

/** The position at which a cursor stands; its time is given in microseconds. */
export function positionOf(cursor: string): Position {
  const [at, id] = cursor.split("_");
  return { id: Number(id), created_at: new Date(at).toISOString() };
}

/** Of meetings. */
export function soonestFirst(a: Row & Starts, b: Row & Starts): number {
  if (a.start_datetime === b.start_datetime) return a.id - b.id;
  return a.start_datetime < b.start_datetime ? -1 : 1;
}

type Starts = { start_datetime: string };
