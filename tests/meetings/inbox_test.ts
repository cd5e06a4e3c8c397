import assert from "node:assert/strict";
import { loadInbox } from "../../lib/meetings/inbox.ts";
import { offsets } from "../helpers/auth.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient, researcher } from "../helpers/factories.ts";

Deno.test("an inbox has the latest, how many are unread, and the offset they were read at", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  await sql`
    insert into meeting_notifications (
      user_id, mentor_id, notification_type, title, message, created_at, is_read
    )
    select ${john.id}, ${sarah.id}, 'news', n::text, '',
      timestamptz '2026-01-01Z' + n * interval '1 minute', n = 12
    from generate_series(1, 12) n`;
  const { latest, unread, offset } = await loadInbox({ sql, offsets }, john);
  const titles = latest.rows.map(({ title }) => title);
  assert.deepEqual(titles, ["12", "11", "10", "9", "8", "7", "6", "5", "4", "3"]);
  assert.deepEqual([latest.next, unread], [`2026-01-01T00:03:00.000000Z_${latest.rows[9].id}`, 11]);
  const base = offsets.open(offset)?.position.base;
  const [{ isOlder }] = await sql`
    select pg_snapshot_xmax(${base!}::pg_snapshot)
      <= pg_snapshot_xmax(pg_current_snapshot()) as "isOlder"`;
  assert.equal(isOlder, true);
});
