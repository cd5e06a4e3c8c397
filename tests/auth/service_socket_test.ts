import assert from "node:assert/strict";
import { issueServiceToken, revokeServiceTokens } from "../../lib/auth/services.ts";
import { startApp } from "../helpers/app.ts";
import { LiveClient } from "../helpers/live_client.ts";
import { auth } from "../helpers/auth.ts";
import { insertSchedule, patient, researcher } from "../helpers/factories.ts";

Deno.test("a service may connect, is sent no events, and is disconnected when it is revoked", async () => {
  await using app = await startApp();
  const { sql } = app;
  const { token, user } = await issueServiceToken(sql, auth, "records");
  await using client = new LiveClient(app.url, { token });
  await client.until("ready");
  const john = await patient(sql);
  for (const user_id of [user.id, john.id]) {
    for (const user_type of ["user", "mentor"]) {
      const answer = await client.call("join_meeting_room", { user_id, user_type });
      assert.ok(!answer.ok);
      assert.equal((answer.error as { code: string }).code, "forbidden");
    }
  }
  await insertSchedule(sql, john, await researcher(sql), "29 minutes");
  const list = await client.call("get_meeting_notifications", { user_id: user.id });
  assert.deepEqual(list, { ok: true, notifications: [], unread_count: 0, total: 0 });
  const others = await client.call("get_meeting_notifications", { user_id: john.id });
  assert.equal(others.ok, false);
  assert.equal(await revokeServiceTokens(sql, auth.log, "records"), 1);
  await client.until("disconnect");
  assert.deepEqual(client.events, []);
});
