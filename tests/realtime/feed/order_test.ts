/** The feed's order is that of the transactions' beginnings; what clients end with is of now. */
import assert from "node:assert/strict";
import type { User } from "../../../lib/contract/users.ts";
import type { Sql } from "../../../lib/db/pool.ts";
import { startHub, TestConnection, type TestHub } from "../../helpers/audience.ts";
import { databaseWithPeople } from "../../helpers/database.ts";
import { insertNotification, insertRequest, researcher } from "../../helpers/factories.ts";
import { Model, rowsOf } from "./feed_oracle.ts";

/** All that a connection is sent that starts with `offset`. */
async function sentSince(sql: Sql, { hub }: TestHub, person: number, offset: string) {
  const connection = new TestConnection(person, hub, sql);
  await connection.connection.start(offset);
  return connection.sent.all;
}

/** What a client makes of all that happened since `offset`, read at once, and what is true. */
async function catchUp(sql: Sql, hub: TestHub, person: number, offset: string, model: Model) {
  model.apply(await sentSince(sql, hub, person, offset));
  return { seen: model.rows, truth: await rowsOf(sql, person) };
}

/** The hub's position once it has come to a marker: later offsets know all that was before. */
async function passed(sql: Sql, { audience }: TestHub, john: User, sarah: User) {
  const id = await insertNotification(sql, john, sarah);
  await audience.changes.until("the marker", ({ row_id }) => row_id === id);
}

Deno.test("a row is shown as it is after it was taken away and given back by transactions in any order", async (t) => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const omar = await researcher(sql);
  const ids = [john, sarah, omar].map(({ id }) => id);
  await using hub = await startHub(db.url, ids);
  const origin = hub.hub.cursor.offset();
  type Work = (sql: Sql) => PromiseLike<unknown>;
  const cases: [name: string, away: Work, back: Work][] = [
    [
      "a notification for another",
      (sql) => sql`update meeting_notifications set recipient_id = mentor_id where id = 100`,
      (sql) => sql`update meeting_notifications set recipient_id = user_id where id = 100`,
    ],
    [
      "a request for another",
      (sql) => sql`update meeting_requests set expert_id = ${omar.id} where id = 100`,
      (sql) => sql`update meeting_requests set expert_id = ${sarah.id} where id = 100`,
    ],
    [
      "an id that is used again",
      (sql) => sql`delete from meeting_notifications where id = 101`,
      (sql) => insertNotification(sql, john, sarah, { id: 101 }),
    ],
  ];
  await insertNotification(sql, john, sarah, { id: 100 });
  await insertNotification(sql, john, sarah, { id: 101 });
  await insertRequest(sql, john, sarah, { id: 100 });

  for (const [name, away, back] of cases) {
    await t.step(name, async () => {
      await passed(sql, hub, john, sarah);
      const offset = hub.hub.cursor.offset();
      const models = new Map<number, Model>();
      for (const person of ids) {
        models.set(person, new Model());
        await catchUp(sql, hub, person, origin, models.get(person)!);
      }
      const older = await sql.reserve();
      await older`begin`;
      await older`select pg_current_xact_id()`;
      await away(sql);
      await back(older);
      await older`commit`;
      older.release();
      await passed(sql, hub, john, sarah);
      for (const [person, model] of models) {
        const { seen, truth } = await catchUp(sql, hub, person, offset, model);
        assert.deepEqual(seen, truth, `as ${person} sees it`);
      }
    });
  }
});

Deno.test("a client that stops amid the events of a transaction misses none of its rows", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using hub = await startHub(db.url, [john.id]);
  const notify = (sql: Sql, id: number) => insertNotification(sql, john, sarah, { id });
  const origin = hub.hub.cursor.offset();
  const redirect = (tx: Sql, id: number) =>
    tx`
      update meeting_notifications
      set recipient_id = case recipient_id when user_id then mentor_id else user_id end
      where id = ${id}`;
  for (const id of [4, 5]) await notify(sql, id);
  await passed(sql, hub, john, sarah);
  const before = await sentSince(sql, hub, john.id, origin);
  await sql.begin(async (begun) => {
    const tx = begun as unknown as Sql;
    await notify(tx, 1);
    await redirect(tx, 4);
    await redirect(tx, 5);
    await notify(tx, 2);
    await redirect(tx, 4);
    await redirect(tx, 5);
    await tx`update meeting_notifications set is_read = true where id = 1`;
    await notify(tx, 3);
    await tx`update meeting_notifications set title = 'Other' where id = 2`;
    await tx`update meeting_notifications set is_read = true where id in (2, 3)`;
    await tx`delete from meeting_notifications where id in (1, 4)`;
    await notify(tx, 1);
  });
  await passed(sql, hub, john, sarah);
  const events = await sentSince(sql, hub, john.id, before.at(-1)!.offset);
  assert.ok(events.length >= 4);
  for (let stop = 1; stop <= events.length; stop++) {
    const model = new Model().apply(before).apply(events.slice(0, stop));
    const { seen, truth } = await catchUp(sql, hub, john.id, events[stop - 1].offset, model);
    assert.deepEqual(seen, truth, `after ${stop} events`);
  }
});
