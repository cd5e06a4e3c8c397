/** Who caused a notification, as the writer's transaction says. */
import assert from "node:assert/strict";
import type { Sql, Transaction } from "../../lib/db/pool.ts";
import { databaseWithPeople } from "../helpers/database.ts";
import { insertNotification, insertSchedule, relate } from "../helpers/factories.ts";

/** Runs `work` in a transaction of that actor. */
async function as(sql: Sql, actor: number | "", work: (tx: Transaction) => PromiseLike<unknown>) {
  await sql.begin(async (tx) => {
    await tx.unsafe(`set local liaison.actor = '${actor}'`);
    await work(tx);
  });
}

/** All notifications in their order; deletes them. */
async function take(sql: Sql) {
  const rows = await sql`
    with gone as (delete from meeting_notifications returning *) select * from gone order by id`;
  return rows.map(({ recipient_id, actor_id, is_read, read_at, message }) => {
    assert.equal(is_read, read_at !== null);
    return { recipient_id, actor_id, is_read, message };
  });
}

Deno.test("the actor's own notification arrives as read, the other person's names the actor", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const start = "2030-11-05T19:00:00Z";
  const at = "Tuesday, November 5, 2030, 07:00 PM";
  const changes: [change: (tx: Transaction) => PromiseLike<unknown>, words: string][] = [
    [
      (tx) =>
        tx`insert into schedules (user_id, mentor_id, start_datetime, end_datetime)
        values (${john.id}, ${sarah.id}, ${start}, ${start}::timestamptz + interval '1 hour')`,
      `has been scheduled for ${at} by Dr. Sarah Smith.`,
    ],
    [
      (tx) => tx`update schedules set end_datetime = end_datetime + interval '30 min'`,
      `on ${at} now lasts 90 minutes instead of 60, as changed by Dr. Sarah Smith.`,
    ],
    [
      (tx) =>
        tx`update schedules set start_datetime = start_datetime + interval '15 min',
        end_datetime = end_datetime + interval '15 min'`,
      `has been moved from ${at} to Tuesday, November 5, 2030, 07:15 PM by Dr. Sarah Smith.`,
    ],
    [
      (tx) => tx`update schedules set status = 'cancelled', cancel_reason = 'Ill'`,
      "on Tuesday, November 5, 2030, 07:15 PM has been cancelled by Dr. Sarah Smith.\n\nReason: Ill",
    ],
  ];
  for (const [change, words] of changes) {
    await as(sql, sarah.id, change);
    const [notice, own, ...rest] = await take(sql);
    assert.deepEqual(rest, []);
    assert.deepEqual(notice, {
      recipient_id: john.id,
      actor_id: sarah.id,
      is_read: false,
      message: `Your meeting with Dr. Sarah Smith ${words}`,
    });
    assert.deepEqual(own, {
      recipient_id: sarah.id,
      actor_id: sarah.id,
      is_read: true,
      message: `Your meeting with John Doe ${words.replace(/(, as changed)? by Dr\. .*Smith/, "")}`,
    });
  }
});

Deno.test("without an actor in the transaction, a notification has none", async () => {
  await using db = await databaseWithPeople({ max: 1 });
  const { sql, john, sarah } = db;
  await as(sql, sarah.id, (tx) => tx`select 1`);
  await insertSchedule(sql, john, sarah, "1 day");
  await as(sql, "", (tx) => insertSchedule(tx as unknown as Sql, john, sarah, "2 days"));
  const rows = await take(sql);
  assert.equal(rows.length, 4);
  for (const { actor_id, is_read, message } of rows) {
    assert.deepEqual([actor_id, is_read], [null, false]);
    assert.doesNotMatch(message, / by /);
  }
});

Deno.test("an actor is a person, by the setting or the row", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await relate(sql, john, sarah);
  await insertNotification(sql, john, sarah, { actor_id: john.id });
  await as(sql, sarah.id, (tx) =>
    tx`
    select send_meeting_notification(user_id => ${john.id}, mentor_id => ${sarah.id},
      notification_type => 'news', title => 'T', message => 'M')`);
  const actors = (await take(sql)).map(({ actor_id, is_read }) => [actor_id, is_read]);
  assert.deepEqual(actors, [[john.id, true], [sarah.id, false]]);
  await assert.rejects(
    as(sql, 2_000_000, (tx) => insertNotification(tx as unknown as Sql, john, sarah)),
    /meeting_notifications_actor_id_fkey/,
  );
});
