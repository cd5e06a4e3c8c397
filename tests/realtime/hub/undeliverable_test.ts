/** What cannot be delivered to one keeps nothing from the others. */
import assert from "node:assert/strict";
import type { Sql } from "../../../lib/db/pool.ts";
import { type Change, readPage } from "../../../lib/realtime/change_feed.ts";
import { appWithPeople } from "../../helpers/app.ts";
import { tokenOf } from "../../helpers/auth.ts";
import { databaseWithPeople } from "../../helpers/database.ts";
import { insertNotification, insertNotifications, times } from "../../helpers/factories.ts";
import { snapshot, startHub } from "../../helpers/audience.ts";
import { connected } from "../../helpers/live_client.ts";

/** An object that is nested so deep that it cannot be sent. */
const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

/** Makes Postgres do something each time before it gives out a notification `n`. */
async function beforeRows(sql: Sql, statement: string): Promise<void> {
  await sql`alter function private.notification_json rename to whole_json`;
  await sql.unsafe(`
    create function private.notification_json(n public.meeting_notifications) returns json
    language plpgsql stable as $$
    begin
      ${statement};
      return private.whole_json(n);
    end
    $$`);
}

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

Deno.test("a page has few rows where rows are big, and all of them in the end", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const base = await snapshot(sql);
  await sql`
    insert into meeting_notifications
      (user_id, mentor_id, notification_type, title, message, notification_data)
    select ${john.id}, ${sarah.id}, 'message', 'Big', case when i % 2 = 0 then repeat('x', 1000000) else '' end,
      case when i % 2 = 1 then to_jsonb(repeat('x', 1000000)) end
    from generate_series(1, 20) i`;
  const found: number[] = [];
  let [upper, after, hasMore]: [string | undefined, Change | undefined, boolean] = [, , true];
  while (hasMore) {
    const page = await readPage(sql, { base, upper, after, limit: 1000 }, [john.id]);
    assert.ok(page.changes.length <= 5, `${page.changes.length} rows at once`);
    found.push(...page.changes.map(({ row_id }) => row_id!));
    [upper, after, hasMore] = [page.upper, page.changes.at(-1), page.hasMore];
  }
  assert.deepEqual(found, times(20, (number) => number));
});

Deno.test("a hub that cannot read a page in time reads smaller ones", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await beforeRows(sql, "perform pg_sleep(0.02)");
  await using listener = await startHub(db.url, [john.id], undefined, { limitMs: 500 });
  const ids = await insertNotifications(sql, john, sarah, times(50, () => ({})));
  const { changes } = listener.audience;
  await changes.until("the last", ({ row_id }) => row_id === ids.at(-1));
  assert.deepEqual(changes.all.map(({ row_id }) => row_id), ids);
});

Deno.test("a row that cannot be read is skipped with a resync, live and in a replay", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  await using his = await connected(url, { token: await tokenOf(sql, john) });
  await using hers = await connected(url, { token: await tokenOf(sql, sarah) });
  const { offset } = his;
  await beforeRows(sql, "if n.title = 'Broken' then raise 'broken'; end if");
  const before = await insertNotification(sql, john, sarah);
  await insertNotification(sql, john, sarah, { title: "Broken" });
  const hersAlone = await insertNotification(sql, john, sarah, { recipient_id: sarah.id });
  const after = await insertNotification(sql, john, sarah);
  await hers.untilLast([hersAlone]);
  await his.untilLast([after]);
  await using again = await connected(url, { token: await tokenOf(sql, john), offset });
  for (const { received } of [his, again]) {
    const kinds = received.all.filter(({ event }) => event !== "ready" && event !== "delayed");
    assert.deepEqual(
      kinds.map(({ event, payload }) => payload.id ?? `${event} ${payload.reason}`),
      [
        before,
        "resync undeliverable",
        after,
      ],
    );
  }
});
