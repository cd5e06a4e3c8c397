/** What the tests of calls have in common. */
import assert from "node:assert/strict";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import type { LiveClient } from "../helpers/live_client.ts";

/** A notification for `recipient`, the patient unless said; returns its id. */
export async function notify(sql: Sql, john: User, sarah: User, recipient = john): Promise<number> {
  const [{ id }] = await sql<{ id: number }[]>`
    insert into meeting_notifications (user_id, mentor_id, recipient_id, notification_type, title, message)
    values (${john.id}, ${sarah.id}, ${recipient.id}, 'message', 'x', 'x') returning id`;
  return id;
}

const ANSWERS = ["joined_meeting_room", "meeting_notifications", "notification_marked_read"];

/** Fails unless the call is refused, in the acknowledgement and by `meeting_error` alike. */
export async function refused(
  client: LiveClient,
  code: string,
  event: string,
  ...payload: unknown[]
) {
  client.forget();
  const answer = await client.call(event, ...payload);
  assert.ok(!answer.ok, `${event} ${JSON.stringify(payload)} was not refused`);
  assert.equal(answer.error.code, code, `${event} ${JSON.stringify(payload)}`);
  assert.doesNotMatch(answer.error.message, /\.ts|node_modules|\bat /);
  const { payload: refused } = await client.until("meeting_error");
  assert.deepEqual(refused, { event, ...answer.error });
  const answered = client.heard.all.filter(({ event }) => ANSWERS.includes(event));
  assert.deepEqual(answered, []);
}
