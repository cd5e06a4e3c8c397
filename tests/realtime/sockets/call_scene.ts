/** What the tests of calls have in common. */
import assert from "node:assert/strict";
import type { User } from "../../../lib/contract/users.ts";
import type { Sql } from "../../../lib/db/pool.ts";
import type { LiveClient } from "../../helpers/live_client.ts";
import { insertNotification } from "../../helpers/factories.ts";

/** A notification for `recipient`, the patient by default; returns its id. */
export function notify(sql: Sql, john: User, sarah: User, recipient = john): Promise<number> {
  return insertNotification(sql, john, sarah, { recipient_id: recipient.id });
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
  const answered = client.received.all.filter(({ event }) => ANSWERS.includes(event));
  assert.deepEqual(answered, []);
}
