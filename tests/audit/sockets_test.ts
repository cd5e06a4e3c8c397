import assert from "node:assert/strict";
import { AuditBatch } from "../../lib/audit/batch.ts";
import { noteSent } from "../../lib/audit/sockets.ts";
import { silent } from "../helpers/audience.ts";
import { tokenOf } from "../helpers/auth.ts";
import { databaseWithPeople } from "../helpers/database.ts";
import { insertNotification, insertRequest, insertSchedule } from "../helpers/factories.ts";
import { connected } from "../helpers/live_client.ts";
import { serveSockets } from "../helpers/sockets.ts";

Deno.test("what a socket delivers and refuses is recorded", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const audit = new AuditBatch(sql, silent);
  await using sockets = await serveSockets(db, {
    sent: (...sent) => noteSent(audit, ...sent),
  });
  await using client = await connected(sockets.url, { token: await tokenOf(sql, sarah) });
  const request = await insertRequest(sql, john, sarah);
  const meeting = await insertSchedule(sql, john, sarah, "1 day");
  await client.until("new_meeting_request");
  await client.until("schedule_created");
  await insertNotification(sql, john, sarah, { recipient_id: sarah.id });
  client.socket.emit("join_meeting_room", { user_id: john.id, user_type: "user" });
  await client.until("meeting_error");
  await audit.stop();
  const rows = await sql`
    select action, actor_id, person_id, subject_id::int, address, details ->> 'code' as code
    from private.audit order by id`;
  assert.deepEqual(rows.map(Object.values), [
    ["request_read", sarah.id, john.id, request, "192.0.2.1", null],
    ["meeting_read", sarah.id, john.id, meeting, "192.0.2.1", null],
    ["refused", sarah.id, null, null, "192.0.2.1", "forbidden"],
  ]);
});
