import assert from "node:assert/strict";
import { issueServiceToken, revokeServiceTokens } from "../../lib/auth/services.ts";
import { startLiaison } from "../helpers/liaison.ts";
import { liaisonAuth, LiveClient } from "../helpers/live_client.ts";
import { insertSchedule, patient, researcher } from "../helpers/factories.ts";

Deno.test("a service may connect, hears nothing of anybody, and is cut when it is revoked", async () => {
  await using liaison = await startLiaison();
  const { sql } = liaison.db;
  const { token, user } = await issueServiceToken(sql, liaisonAuth, "records");
  await using client = new LiveClient(liaison.url, { token });
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
  assert.equal(await revokeServiceTokens(sql, "records"), 1);
  await client.until("disconnect");
  assert.deepEqual(client.events, []);
});
