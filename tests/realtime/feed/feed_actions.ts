/** What a writer does within a transaction. */
import type { PendingQuery, Row } from "postgres";
import type { Sql } from "../../../lib/db/pool.ts";
import type { Scene } from "./feed_stage.ts";

/** Every n-th row of a table that belongs to the scene's people. */
export type Part = { of: number; is: number };
export type Pair = { user: number; mentor: number };

export type Action =
  | { do: "notify"; pair: Pair; toMentor: boolean; count: number }
  | { do: "read"; value: boolean; part: Part }
  | { do: "retitle" | "redirect" | "remove"; part: Part }
  | { do: "ask"; pair: Pair; count: number }
  | { do: "decide"; status: string; part: Part }
  | { do: "reassign"; mentor: number; part: Part }
  | { do: "withdraw"; part: Part }
  | { do: "book"; pair: Pair }
  | { do: "cancel"; part: Part }
  | { do: "nest"; actions: Action[]; keep: boolean };

/** Runs an action in `tx`; adds the titles that it wrote to `written`. */
export async function performAction(scene: Scene, tx: Sql, action: Action, written: string[]) {
  if (action.do === "nest") return await nest(scene, tx, action, written);
  if (action.do === "notify") return await notify(scene, tx, action, written);
  if (action.do === "ask") return await ask(scene, tx, action);
  if (action.do === "book") return await book(scene, tx, action.pair);
  const { of, is } = action.part;
  const side = ["decide", "reassign", "withdraw"].includes(action.do) ? "requester_id" : "user_id";
  const mine = tx`id % ${of} = ${is % of} and ${tx(side)} in ${tx(scene.users)}`;
  await changeRows(scene, tx, action, mine);
}

type Change = Exclude<Action, { do: "nest" | "notify" | "ask" | "book" }>;

async function changeRows(scene: Scene, tx: Sql, action: Change, mine: PendingQuery<Row[]>) {
  const statements = {
    read: () =>
      "value" in action &&
      tx`update meeting_notifications set is_read = ${action.value} where ${mine}`,
    retitle: () => tx`update meeting_notifications set message = message || '.' where ${mine}`,
    redirect: () =>
      tx`
      update meeting_notifications
      set recipient_id = case recipient_id when user_id then mentor_id else user_id end
      where ${mine}`,
    remove: () => tx`delete from meeting_notifications where ${mine}`,
    decide: () =>
      "status" in action &&
      tx`update meeting_requests set status = ${action.status} where ${mine}`,
    reassign: () =>
      "mentor" in action &&
      tx`update meeting_requests set expert_id = ${scene.mentors[action.mentor]} where ${mine}`,
    withdraw: () => tx`delete from meeting_requests where ${mine}`,
    cancel: () => tx`update schedules set status = 'cancelled' where ${mine}`,
  };
  await statements[action.do]();
}

async function notify(
  scene: Scene,
  tx: Sql,
  { pair, toMentor, count }: Extract<Action, { do: "notify" }>,
  written: string[],
) {
  const [user, mentor] = peopleOf(scene, pair);
  const title = scene.title();
  written.push(title);
  await tx`
    insert into meeting_notifications (user_id, mentor_id, recipient_id, notification_type, title, message)
    select ${user}::int, ${mentor}::int, ${toMentor ? mentor : user}::int, 'message',
      ${title}::text, i::text
    from generate_series(1, ${count}::int) i`;
}

async function ask(scene: Scene, tx: Sql, { pair, count }: Extract<Action, { do: "ask" }>) {
  const [user, mentor] = peopleOf(scene, pair);
  await tx`
    insert into meeting_requests (requester_id, expert_id, message)
    select ${user}::int, ${mentor}::int, i::text from generate_series(1, ${count}::int) i`;
}

async function book(scene: Scene, tx: Sql, pair: Pair) {
  const [user, mentor] = peopleOf(scene, pair);
  const day = scene.day();
  await tx`
    insert into schedules (user_id, mentor_id, start_datetime, end_datetime)
    values (${user}, ${mentor}, ${day}, ${new Date(day.getTime() + 3_600_000)})`;
}

async function nest(
  scene: Scene,
  tx: Sql,
  { actions, keep }: Extract<Action, { do: "nest" }>,
  written: string[],
) {
  const inner: string[] = [];
  const undo = new Error("rolled back to the savepoint");
  type Savepoints = { savepoint(work: (tx: Sql) => Promise<void>): Promise<void> };
  await (tx as unknown as Savepoints).savepoint(async (nested) => {
    for (const one of actions) await performAction(scene, nested, one, inner);
    if (!keep) throw undo;
    written.push(...inner);
  }).catch((error) => {
    scene.undone.push(...inner);
    if (error !== undo) throw error;
  });
}

function peopleOf(scene: Scene, { user, mentor }: Pair): [user: number, mentor: number] {
  return [scene.users[user], scene.mentors[mentor]];
}
