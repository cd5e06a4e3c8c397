/** What cannot be delivered to one keeps nothing from the others. */
import assert from "node:assert/strict";
import { appWithPeople } from "../../helpers/app.ts";
import { tokenOf } from "../../helpers/auth.ts";
import { databaseWithPeople } from "../../helpers/database.ts";
import { insertNotification } from "../../helpers/factories.ts";
import { connected } from "../../helpers/live_client.ts";

/** An object that is nested so deep that it cannot be sent. */
const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

Deno.test("rows have 1 MB, and their data a depth of 100, at most", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const id = await insertNotification(sql, john, sarah);
  const set = (data: string, message = "x") =>
    sql`update meeting_notifications set message = ${message}, notification_data = ${data}::text::jsonb
      where id = ${id}`;
  const refused = { code: "23514", constraint_name: "meeting_notifications_bounds" };
  await set(deep(99));
  await assert.rejects(set(deep(100)), refused);
  await assert.rejects(set(`${"[".repeat(5000)}${"]".repeat(5000)}`), refused);
  await set(`"${"x".repeat(2 ** 20 - 3)}"`);
  await assert.rejects(set(`"${"x".repeat(2 ** 20 - 3)}"`, "xx"), refused);
  await assert.rejects(
    set("[1e131071, 1e131071, 1e131071, 1e131071, 1e131071, 1e131071, 1e131071, 1e131071]"),
    refused,
  );
  await assert.rejects(
    insertNotification(sql, john, sarah, { message: "x".repeat(2 ** 20 + 1) }),
    refused,
  );
});

Deno.test("a row that cannot be sent is skipped with a resync, and no other event is lost", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  await using his = await connected(url, { token: await tokenOf(sql, john) });
  await using hers = await connected(url, { token: await tokenOf(sql, sarah) });
  const { offset } = his;
  await sql`alter table meeting_notifications disable trigger _300_bounds`;
  const [, second, third] = await sql`
    insert into meeting_notifications
      (user_id, mentor_id, recipient_id, notification_type, title, message, notification_data)
    values
      (${john.id}, ${sarah.id}, ${john.id}, 'message', 'First', 'x', ${deep(6000)}::text::jsonb),
      (${john.id}, ${sarah.id}, ${sarah.id}, 'message', 'Second', 'x', null),
      (${john.id}, ${sarah.id}, ${john.id}, 'message', 'Third', 'x', null)
    returning id`;
  await hers.until("new_meeting_notification", ({ id }) => id === second.id);
  const { payload } = await his.until("resync");
  assert.equal(payload.reason, "undeliverable");
  await his.until("new_meeting_notification", ({ id }) => id === third.id);
  await using again = await connected(url, { token: await tokenOf(sql, john), offset });
  assert.deepEqual(again.received.all.map(({ event }) => event), [
    "resync",
    "new_meeting_notification",
    "ready",
  ]);
});
