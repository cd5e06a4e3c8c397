/** Commits that are bigger than a page. */
import assert from "node:assert/strict";
import type { User } from "../../../lib/contract/users.ts";
import type { Sql } from "../../../lib/db/pool.ts";
import type { Position } from "../../../lib/db/offset.ts";
import { type Change, readPage, readReplay } from "../../../lib/realtime/change_feed.ts";
import { ConnectionRegistry } from "../../../lib/realtime/connection_registry.ts";
import { Skips } from "../../../lib/realtime/skips.ts";
import { silent, snapshot, startHub, TestConnection } from "../../helpers/audience.ts";
import { databaseWithPeople } from "../../helpers/database.ts";
import { insertNotifications, patient, times } from "../../helpers/factories.ts";

const ROWS = 5000; // five pages of the hub

/** `count` notifications in one statement, in turn for each of `users`. */
async function insertMany(sql: Sql, users: User[], mentor: User, count: number) {
  const row = (i: number) => ({ user_id: users[i % users.length].id, title: `Number ${i}` });
  await insertNotifications(sql, users[0], mentor, times(count, row));
}

function isSorted(changes: Change[]): boolean {
  return changes.every(({ xid, id }, i) => {
    const before = changes[i - 1];
    if (!before) return true;
    const [x, y] = [BigInt(before.xid), BigInt(xid)];
    return x < y || (x === y && BigInt(before.id) < BigInt(id));
  });
}

Deno.test("a commit of many pages is delivered whole, in order, with the count of all", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using listener = await startHub(db.url, [john.id]);
  await insertMany(sql, [john], sarah, ROWS);
  const heard = listener.audience.changes;
  await heard.until("the last", () => heard.all.length >= ROWS);
  await insertMany(sql, [john], sarah, 1);
  await heard.until("a marker", ({ unread_count }) => unread_count === ROWS + 1);
  assert.equal(heard.all.length, ROWS + 1);
  assert.equal(new Set(heard.all.map(({ row_id }) => row_id)).size, ROWS + 1);
  assert.ok(isSorted(heard.all));
  assert.ok(heard.all.slice(0, ROWS).every(({ unread_count }) => unread_count === ROWS));
  assert.ok(heard.all.every(({ row_id, payload }) => (payload as { id: number }).id === row_id));
});

Deno.test("a user who connects amid a commit of many pages gets the rest, and can read what was before", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const jane = await patient(sql);
  await using listener = await startHub(db.url, [john.id]);
  const { audience, hub } = listener;
  let joined: Position | null = null;
  audience.beforePage = () => {
    audience.people.add(jane.id);
    joined ??= hub.cursor.position;
  };
  await insertMany(sql, [john, jane], sarah, ROWS);
  await sql`update meeting_notifications set is_read = true where recipient_id = ${jane.id}`;
  const all = ({ id }: User, op: string) =>
    audience.changes.all.filter((change) => change.recipient_id === id && change.op === op);
  await audience.changes.until("the last", () => all(jane, "read").length === ROWS / 2);
  assert.equal(all(john, "insert").length, ROWS / 2);

  const { base, upper, after: until } = joined! as Position;
  const series = { base, upper, until, limit: ROWS };
  const { changes: before } = await readReplay(sql, series, jane.id);
  const ids = [...before, ...all(jane, "insert")].map(({ row_id }) => row_id);
  const rows = await sql`
    select id from meeting_notifications where recipient_id = ${jane.id} order by id`;
  assert.deepEqual(ids, rows.map(({ id }) => id), "each once");
  assert.ok(before.length > 0 && all(jane, "insert").length > 0);
});

Deno.test("pages of any size add up to the same changes", async () => {
  await using db = await databaseWithPeople({ max: 3 });
  const { sql, john, sarah } = db;
  const jane = await patient(sql);
  const base = await snapshot(sql);
  const held = await sql.reserve();
  await held`begin`;
  await insertMany(held, [john, jane], sarah, 6);
  await insertMany(sql, [john, jane], sarah, 10);
  const middle = await snapshot(sql);
  await insertMany(held, [john], sarah, 1);
  await insertMany(sql, [jane, john], sarah, 3);
  await held`commit`;
  held.release();
  await insertMany(sql, [john], sarah, 2);

  const readAll = async (from: string, limit: number) => {
    const all: Change[] = [];
    for (let upper: string | undefined, after: Change | undefined;;) {
      const page = await readPage(sql, { base: from, upper, after, limit }, [john.id, jane.id]);
      all.push(...page.changes);
      if (page.changes.length < limit) return all;
      upper = page.upper;
      after = all.at(-1);
    }
  };
  for (const from of [base, middle]) {
    const whole = await readAll(from, 1000);
    const [{ count }] = await sql`
      select count(*)::int from private.changes where not pg_visible_in_snapshot(xid, ${from}::text::pg_snapshot)`;
    assert.equal(whole.length, count);
    assert.ok(isSorted(whole));
    for (const limit of [1, 2, 3, 7, whole.length, whole.length + 1]) {
      const ids = (await readAll(from, limit)).map(({ id }) => id);
      assert.deepEqual(ids, whole.map(({ id }) => id), `by ${limit}`);
    }
  }
});

Deno.test("from any offset within a big commit nothing is skipped or repeated", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const jane = await patient(sql);
  const connections = new ConnectionRegistry(new Skips(silent));
  await using listener = await startHub(db.url, [john.id, jane.id], connections);
  const first = new TestConnection(john.id, listener.hub, sql);
  connections.add(first.connection);
  await first.connection.start(null);
  await insertMany(sql, [john, jane], sarah, ROWS);
  await insertMany(sql, [john], sarah, 1);
  await first.sent.until("the last", () => first.sent.all.length > ROWS / 2 + 1);

  const sent = first.sent.all;
  const idsFrom = (from: number) => sent.slice(from).map(({ payload }) => idOf(payload));
  assert.equal(new Set(idsFrom(1)).size, ROWS / 2 + 1);
  for (const at of [0, 1, 2, 499, 500, 501, 1234, 2000, ROWS / 2, ROWS / 2 + 1]) {
    const again = new TestConnection(john.id, listener.hub, sql);
    await again.connection.start(sent[at].offset);
    const events = again.sent.all;
    assert.equal(events.at(-1)?.event, "ready");
    const ids = events.slice(0, -1).map(({ payload }) => idOf(payload));
    assert.deepEqual(ids, idsFrom(at + 1), `after ${at} events`);
  }
});

function idOf(payload: unknown): unknown {
  return (payload as { id?: number }).id;
}
