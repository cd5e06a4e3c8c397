/** Which notifications people want. The database applies their choices. */
import { type Choice, CHOICE_TYPES, choicesInput } from "../contract/choices.ts";
import { parse } from "../contract/parse.ts";
import type { Queries } from "../db/pool.ts";
import { attempt } from "../db/app_errors.ts";

/** A person's choice for every type. */
export async function listChoices(sql: Queries, userId: number): Promise<Choice[]> {
  const rows = await attempt(() =>
    sql<Choice[]>`
      select notification_type, inbox, desktop from private.notification_choices
      where user_id = ${userId}`
  );
  return CHOICE_TYPES.map((notification_type) =>
    rows.find((row) => row.notification_type === notification_type) ??
      { notification_type, inbox: true, desktop: true }
  );
}

/** Stores the choices of a `choicesInput`, the last one of each type; returns all choices. */
export async function setChoices(sql: Queries, userId: number, input: unknown): Promise<Choice[]> {
  const { choices } = parse(choicesInput, input);
  const last = new Map(choices.map((choice) => [choice.notification_type, choice]));
  const rows = [...last.values()].map((choice) => ({ user_id: userId, ...choice }));
  if (rows.length > 0) await attempt(() => insertChoices(sql, rows));
  return await listChoices(sql, userId);
}

/** Always in one order, so that two calls at once do not deadlock. */
function insertChoices(sql: Queries, rows: (Choice & { user_id: number })[]) {
  rows.sort((a, b) => a.notification_type < b.notification_type ? -1 : 1);
  return sql`
    insert into private.notification_choices ${sql(rows)}
    on conflict (user_id, notification_type) do update
    set inbox = excluded.inbox, desktop = excluded.desktop`;
}
