import assert from "node:assert/strict";
import { parseOffset } from "../../lib/db/offset.ts";
import { loadDashboard } from "../../lib/meetings/dashboard.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient, researcher } from "../helpers/people.ts";

Deno.test("a dashboard has every pending request, the latest others, and an older offset", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  await sql`
    insert into meeting_requests (requester_id, expert_id, message, status, created_at)
    select ${john.id}, ${sarah.id}, n::text,
      case when n in (1, 2, 150) then 'pending' else 'rejected' end,
      timestamptz '2026-01-01Z' + n * interval '1 minute'
    from generate_series(1, 150) n`;
  const dashboard = await loadDashboard(sql, sarah);
  const messages = dashboard.requests.map(({ message }) => Number(message));
  const latest = Array.from({ length: 101 }, (_, i) => 150 - i);
  assert.deepEqual(messages, [...latest, 2, 1]);
  const last = dashboard.requests[100];
  assert.deepEqual(dashboard.reach, [
    { status: "pending", last: null },
    { status: "", last: { id: last.id, created_at: last.created_at } },
  ]);
  assert.equal(dashboard.notifications.length, 3);
  assert.equal(dashboard.unread_count, 3);
  const base = parseOffset(dashboard.offset)?.position.base;
  const [{ isOlder }] = await sql`
    select pg_snapshot_xmax(${base!}::pg_snapshot)
      <= pg_snapshot_xmax(pg_current_snapshot()) as "isOlder"`;
  assert.equal(isOlder, true);
});
