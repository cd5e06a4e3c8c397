/** Marking all as read marks what had been delivered, whatever is committed meanwhile. */
import assert from "node:assert/strict";
import type { Position } from "../../lib/db/offset.ts";
import { connect, disconnect, type Sql } from "../../lib/db/pool.ts";
import { markAllRead } from "../../lib/meetings/notifications.ts";
import { rejectsWith } from "../helpers/app_errors.ts";
import { offsets } from "../helpers/auth.ts";
import { type TestDatabase, testDatabase } from "../helpers/database.ts";
import { insertNotifications, patient, researcher, times } from "../helpers/factories.ts";

async function stage(db: TestDatabase) {
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const [{ epoch }] = await sql`select private.open_feed() as epoch`;
  const notify = (on: Sql, count: number) =>
    insertNotifications(on, john, sarah, times(count, () => ({})));
  const now = async () => (await sql`select pg_current_snapshot()::text as now`)[0].now as string;
  const mark = (position: Position, at = epoch) =>
    markAllRead(sql, john.id, { epoch: at, position });
  const unread = async () =>
    (await sql<{ id: number }[]>`
      select id from meeting_notifications where recipient_id = ${john.id} and not is_read order by id`)
      .map(({ id }) => id);
  const marked = async (position: Position) => {
    const before = await unread();
    const count = await mark(position);
    const left = await unread();
    await sql`update meeting_notifications set is_read = false`;
    assert.equal(before.length - left.length, count);
    return before.filter((id) => !left.includes(id));
  };
  return { sql, john, notify, now, mark, marked, unread, epoch };
}

Deno.test("what was committed after the offset stays unread, whenever its transaction began", async () => {
  await using db = await testDatabase();
  const { sql, notify, now, marked } = await stage(db);
  const seen = await notify(sql, 2);
  const late = connect(db.url, { max: 1 });
  const gate = Promise.withResolvers<void>();
  const inserted = Promise.withResolvers<void>();
  const writing = late.begin(async (tx) => {
    await notify(tx as unknown as Sql, 1);
    inserted.resolve();
    await gate.promise;
  });
  await inserted.promise;
  const base = await now();
  gate.resolve();
  await writing;
  await disconnect(late);
  await notify(sql, 3);
  assert.deepEqual(await marked({ base }), seen);
});

Deno.test("an offset within a commit marks exactly what had been delivered of it", async () => {
  await using db = await testDatabase();
  const { sql, notify, now, marked } = await stage(db);
  const [before] = await notify(sql, 1);
  const base = await now();
  const ids = await notify(sql, 5);
  const upper = await now();
  await notify(sql, 2);
  const changes = await sql<{ xid: string; id: string; row_id: number }[]>`
    select xid::text, id::text, row_id from private.changes where row_id in ${
    sql(ids)
  } and op = 'insert'
    order by xid, id`;
  for (const [at, { xid, id }] of changes.entries()) {
    const sent = changes.slice(0, at + 1).map(({ row_id }) => row_id);
    assert.deepEqual(await marked({ base, upper, after: { xid, id } }), [before, ...sent]);
  }
});

Deno.test("an offset that went back to the oldest transaction marks less, never more", async () => {
  await using db = await testDatabase();
  const { sql, notify, now, marked, epoch } = await stage(db);
  await notify(sql, 1);
  const open = connect(db.url, { max: 1 });
  await using _ = { [Symbol.asyncDispose]: () => disconnect(open) };
  await open.begin(async (tx) => {
    await tx`select pg_current_xact_id()`;
    await notify(sql, 2);
    // As if 200 more transactions had been in progress, all after the open one.
    const [xmin, xmax] = (await now()).split(":").map(BigInt);
    const many = Array.from({ length: 201 }, (_, i) => i === 0 ? xmin : xmax + BigInt(i));
    const base = `${xmin}:${xmax + 300n}:${many.join()}`;
    const { position } = offsets.open(offsets.seal(epoch, { base }))!;
    assert.equal(position.base, `${xmin}:${xmin}:`);
    const old = await sql<{ row_id: number }[]>`
      select row_id from private.changes where op = 'insert' and xid < ${String(xmin)}::text::xid8`;
    assert.deepEqual(await marked(position), old.map(({ row_id }) => row_id));
  });
});

Deno.test("an offset of another epoch, or from before what is kept, marks nothing", async () => {
  await using db = await testDatabase();
  const { sql, notify, now, mark, unread } = await stage(db);
  const base = await now();
  const ids = await notify(sql, 2);
  await rejectsWith("conflict", mark({ base }, "1-1-1-1.0"));
  await sql`select private.prune_changes('0 seconds', 1000)`;
  await rejectsWith("conflict", mark({ base }));
  assert.deepEqual(await unread(), ids);
});
