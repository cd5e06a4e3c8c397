/** What the hub does not miss, whatever happens. */
import assert from "node:assert/strict";
import { startHub, terminate } from "../../helpers/audience.ts";
import { databaseWithPeople, testDatabase } from "../../helpers/database.ts";
import { eventually } from "../../helpers/signals.ts";
import { arrival, countNotifies, isIn, openTransaction } from "./hub_scene.ts";
import { insertNotification, insertRequest } from "../../helpers/factories.ts";

Deno.test("an open transaction delays no other, and is delivered when it ends", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using listener = await startHub(db.url, [john.id]);
  await using writer = await openTransaction(sql);
  const held = [
    await insertNotification(writer.tx, john, sarah),
    await insertNotification(writer.tx, john, sarah),
  ];
  const others = [];
  for (let i = 0; i < 50; i++) {
    const id = await insertNotification(sql, john, sarah);
    others.push(id);
    await arrival(listener, id);
  }
  const ids = () => listener.audience.changes.all.map(({ row_id }) => row_id);
  assert.deepEqual(ids(), others);
  await writer.commit();
  await arrival(listener, held[1]);
  const marker = await insertNotification(sql, john, sarah);
  await arrival(listener, marker);
  assert.deepEqual(ids(), [...others, ...held, marker]);
});

Deno.test("a missed NOTIFY loses nothing", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using listener = await startHub(db.url, [john.id]);
  const sent = [];
  for (let i = 0; i < 3; i++) {
    await eventually("it listens", () => listener.hub.health.notifier);
    await isIn("listening", listener);
    await eventually(
      "the notifier is gone",
      async () => await terminate(sql, "liaison notifier") > 0,
    );
    const id = await insertNotification(sql, john, sarah);
    await arrival(listener, id);
    sent.push(id);
  }
  assert.deepEqual(listener.audience.changes.all.map(({ row_id }) => row_id), sent);
});

Deno.test("a lost connection loses nothing and repeats nothing", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using listener = await startHub(db.url, [john.id]);
  const sent = [];
  for (let i = 0; i < 60; i++) {
    if (i % 20 === 10) await terminate(sql, "liaison hub");
    if (i % 20 === 15) await terminate(sql, "liaison notifier");
    sent.push(await insertNotification(sql, john, sarah));
  }
  await arrival(listener, sent.at(-1)!);
  assert.deepEqual(listener.audience.changes.all.map(({ row_id }) => row_id), sent);
  assert.deepEqual(listener.audience.resyncs.all, []);
});

Deno.test("each of two hubs delivers all, and one that is polling keeps no NOTIFY from the other", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using first = await startHub(db.url, [john.id]);
  await using second = await startHub(db.url, [john.id, sarah.id]);
  for (let i = 0; i < 30; i++) await insertNotification(sql, john, sarah);
  await insertRequest(sql, john, sarah);
  const marker = await insertNotification(sql, john, sarah);
  await Promise.all([arrival(first, marker), arrival(second, marker)]);
  assert.equal(first.audience.changes.all.length, 32);
  assert.equal(second.audience.changes.all.length, 34);
  const own = (line: string) => line.startsWith(`${john.id} `);
  assert.deepEqual(second.audience.lines.filter(own), first.audience.lines);

  await isIn("listening", first);
  await isIn("listening", second);
  await sql`update private.hubs set mode = 'polling' where id = ${first.hub.id}`;
  const notifiesOf = await countNotifies(sql);
  assert.equal(await notifiesOf(() => insertNotification(sql, john, sarah)), 1);
});

Deno.test("a hub keeps its row, removes those of hubs that ended, and at its end its own", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const living = crypto.randomUUID();
  const dead = crypto.randomUUID();
  const ids = async () =>
    (await sql`select id from private.hubs order by seen_at`).map(({ id }) => id);
  {
    await using listener = await startHub(db.url, []);
    await sql`delete from private.hubs`;
    await sql`
      insert into private.hubs (id, mode, seen_at) values
        (${dead}, 'listening', now() - interval '31 seconds'),
        (${living}, 'listening', now() - interval '20 seconds')`;
    await eventually("a heartbeat", async () => {
      const rows = await ids();
      return rows.includes(listener.hub.id) && !rows.includes(dead);
    });
    assert.deepEqual(await ids(), [living, listener.hub.id]);
  }
  assert.deepEqual(await ids(), [living]);
});

Deno.test("a TRUNCATE is delivered to everybody", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  await using listener = await startHub(db.url, []);
  await sql`truncate meeting_notifications`;
  const change = await listener.audience.changes.until("it", ({ op }) => op === "truncate");
  assert.equal(change.recipient_id, null);
});

Deno.test("a feed of another epoch is answered with a resync", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using listener = await startHub(db.url, [john.id]);
  await arrival(listener, await insertNotification(sql, john, sarah));
  await sql`
    create or replace function private.present_epoch() returns text language sql as $$ select 'another' $$`;
  await terminate(sql, "liaison hub");
  const reason = await listener.audience.resyncs.until("resync", () => true);
  assert.equal(reason, "another_epoch");
  assert.match(listener.hub.cursor.epoch, /^another\./);
  await arrival(listener, await insertNotification(sql, john, sarah));
});

Deno.test("a cursor older than what is kept is answered with a resync", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using listener = await startHub(db.url, [john.id]);
  await arrival(listener, await insertNotification(sql, john, sarah));
  await sql`update private.feed set pruned_to = '4294967296000'`;
  await terminate(sql, "liaison hub");
  const reason = await listener.audience.resyncs.until("resync", () => true);
  assert.equal(reason, "too_old");
  await arrival(listener, await insertNotification(sql, john, sarah));
});

Deno.test("a hub that cannot read at first rejects, and leaves nothing open", async () => {
  await using db = await testDatabase();
  await db.sql`drop table private.changes, private.feed cascade`;
  await assert.rejects(startHub(db.url, []), { code: "42P01" });
});
