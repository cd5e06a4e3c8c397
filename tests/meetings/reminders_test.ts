import assert from "node:assert/strict";
import pino from "pino";
import type { Sql } from "../../lib/db/pool.ts";
import { LimitedConnection } from "../../lib/db/limited.ts";
import { sendDueReminders, startReminders } from "../../lib/meetings/reminders.ts";
import { silent } from "../helpers/audience.ts";
import { testDatabase } from "../helpers/database.ts";
import { eventually } from "../helpers/signals.ts";
import { startApp } from "../helpers/app.ts";
import { insertSchedule, moveSchedule, patient, researcher } from "../helpers/factories.ts";

/** The recipients of a schedule's reminders, in order. */
async function reminded(sql: Sql, id: number): Promise<number[]> {
  const rows = await sql<{ recipient_id: number }[]>`
    select recipient_id from meeting_notifications
    where schedule_id = ${id} and notification_type = 'meeting_reminder' order by recipient_id`;
  return rows.map(({ recipient_id }) => recipient_id);
}

Deno.test("a due reminder is sent once to each participant", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const both = [john.id, sarah.id];
  const due = async (expected: number) => {
    assert.equal(await sendDueReminders(sql), expected);
    assert.equal(await sendDueReminders(sql), 0);
  };
  /** What a new meeting gets, then, and after it is moved. */
  const moves: [name: string, times: [ahead: string, sent: number][]][] = [
    ["29 minutes ahead: one each, not one of both kinds", [["29 minutes", 2]]],
    ["31 minutes ahead: the day's", [["31 minutes", 2], ["29 minutes", 2]]],
    ["a day and a little ahead: none yet", [["24 hours 1 minute", 0], ["23 hours 59 minutes", 2]]],
    ["to next week: forgotten, and due again there", [
      ["29 minutes", 2],
      ["7 days", 0],
      ["23 hours", 2],
      ["29 minutes", 2],
    ]],
    ["from soon to tonight: the last half hour is due again", [
      ["20 minutes", 2],
      ["5 hours", 0],
      ["30 minutes", 2],
    ]],
    ["a little, when it was sent already: not again", [["20 minutes", 2], ["25 minutes", 0]]],
    ["begun: too late", [["-1 minute", 0], ["0 minutes", 0]]],
  ];
  for (const [name, [[first, sent], ...rest]] of moves) {
    await t.step(name, async () => {
      const id = await insertSchedule(sql, john, sarah, first);
      await due(sent);
      let all = sent;
      for (const [ahead, sent] of rest) {
        await moveSchedule(sql, id, ahead);
        await due(sent);
        all += sent;
      }
      const expected = Array.from({ length: all }, (_, i) => both[i < all / 2 ? 0 : 1]);
      assert.deepEqual(await reminded(sql, id), expected);
      await sql`delete from schedules`;
    });
  }
  await t.step("cancelled, completed or deleted: none", async () => {
    for (const status of ["cancelled", "completed"]) {
      const id = await insertSchedule(sql, john, sarah, "25 hours");
      await sql`update schedules set status = ${status} where id = ${id}`;
      await moveSchedule(sql, id, "20 minutes");
      await due(0);
      assert.deepEqual(await reminded(sql, id), []);
    }
    const id = await insertSchedule(sql, john, sarah, "20 minutes");
    await sql`delete from schedules where id = ${id}`;
    await due(0);
  });
  await t.step("cancelled and scheduled again: no reminder is repeated", async () => {
    const id = await insertSchedule(sql, john, sarah, "20 minutes");
    await due(2);
    await sql`update schedules set status = 'cancelled' where id = ${id}`;
    await sql`update schedules set status = 'scheduled' where id = ${id}`;
    await due(0);
    await sql`delete from schedules`;
  });
  await t.step("the text has the time until the meeting", async () => {
    const [{ full_name }] = await sql`select full_name from users where id = ${sarah.id}`;
    const id = await insertSchedule(sql, john, sarah, "29 minutes");
    await sql`select private.send_due_reminders()`;
    const [reminder] = await sql`
      select n.message, n.title, meeting_datetime = start_datetime as same,
        private.time_words(start_datetime, 'UTC') as time
      from meeting_notifications n join schedules s on s.id = n.schedule_id
      where recipient_id = ${john.id} and n.schedule_id = ${id}
        and notification_type = 'meeting_reminder'`;
    assert.deepEqual({ ...reminder }, {
      message: `Your meeting with ${full_name} starts in 29 minutes, on ${reminder.time}.`,
      title: "Meeting Reminder",
      same: true,
      time: reminder.time,
    });
  });
});

Deno.test("hundreds that are due are sent in batches, once each", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const sarah = await researcher(sql);
  for (let i = 1; i <= 100; i++) {
    const start = `${i * 10} minutes`;
    await insertSchedule(sql, await patient(sql), sarah, start, { minutes: 10 });
  }
  const sizes: number[] = [];
  for (let sent = -1; sent !== 0;) {
    [{ sent }] = await sql<{ sent: number }[]>`select private.send_due_reminders(30) as sent`;
    sizes.push(sent);
  }
  assert.deepEqual(sizes, [60, 60, 60, 20, 0]);
  const [{ doubled }] = await sql`
    select count(*)::int as doubled from (
      select from meeting_notifications where notification_type = 'meeting_reminder'
      group by schedule_id, recipient_id having count(*) > 1
    ) d`;
  assert.equal(doubled, 0);
});

Deno.test("due reminders are sent in the background", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const both = [john.id, sarah.id];
  const connection = () => new LimitedConnection(db.url, 10_000, {});
  const bothReminded = (id: number) =>
    eventually(`reminders of ${id}`, async () => (await reminded(sql, id)).length >= 2);
  /** Another meeting's reminders prove that the loop has come around again. */
  const marker = async () => {
    await sql`delete from schedules`;
    await bothReminded(
      await insertSchedule(sql, await patient(sql), await researcher(sql), "10 minutes"),
    );
  };

  await t.step("by several loops at once, not doubled", async () => {
    const connections = Array.from({ length: 4 }, connection);
    const loops = connections.map((one) => startReminders(one, silent));
    const ids = await Promise.all(
      Array.from(
        { length: 10 },
        async () => insertSchedule(sql, await patient(sql), await researcher(sql), "29 minutes"),
      ),
    );
    await Promise.all(ids.map(bothReminded));
    for (let i = 0; i < 3; i++) await marker();
    for (const id of ids) assert.equal((await reminded(sql, id)).length, 2);
    await Promise.all(loops.map((loop) => loop.stop()));
    for (const one of connections) one.close();
  });
  await t.step("after downtime once, not in a burst, and not again at the next start", async () => {
    const id = await insertSchedule(sql, john, sarah, "25 hours");
    const over = await insertSchedule(sql, john, sarah, "30 hours");
    await moveSchedule(sql, id, "12 minutes");
    await moveSchedule(sql, over, "-90 minutes");
    for (let starts = 0; starts < 3; starts++) {
      const own = connection();
      const loop = startReminders(own, silent);
      await bothReminded(id);
      await loop.stop();
      own.close();
    }
    assert.deepEqual(await reminded(sql, id), both);
    assert.deepEqual(await reminded(sql, over), []);
  });
  await t.step("again after failures, the first of which is logged", async () => {
    await sql`delete from schedules`;
    const logged: string[] = [];
    const log = pino({ level: "warn" }, { write: (line: string) => void logged.push(line) });
    await sql`alter function private.send_due_reminders rename to gone`;
    const own = connection();
    const loop = startReminders(own, log);
    await eventually("a warning", () => logged.length > 0);
    await sql`alter function private.gone rename to send_due_reminders`;
    await bothReminded(await insertSchedule(sql, john, sarah, "29 minutes"));
    await loop.stop();
    own.close();
    assert.equal(logged.length, 1);
    assert.match(logged[0], /reminders cannot be sent/);
  });
});

Deno.test("the running app sends reminders for schedules written by SQL", async () => {
  await using app = await startApp();
  const { sql } = app;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const id = await insertSchedule(sql, john, sarah, "29 minutes");
  await eventually("both", async () => (await reminded(sql, id)).length === 2);
  await app.restart();
  const marker = await insertSchedule(sql, await patient(sql), await researcher(sql), "29 minutes");
  await eventually("both again", async () => (await reminded(sql, marker)).length === 2);
  assert.deepEqual(await reminded(sql, id), [john.id, sarah.id]);
});

Deno.test("texts follow each recipient's clock changes", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const john = await patient(sql, { time_zone: "America/New_York" });
  const sarah = await researcher(sql, { time_zone: "Europe/Berlin" });
  const cases: [at: string, johns: string, sarahs: string][] = [
    ["2099-03-08T06:30Z", "Sunday, March 8, 2099, 01:30 AM", "Sunday, March 8, 2099, 07:30 AM"],
    ["2099-03-08T07:30Z", "Sunday, March 8, 2099, 03:30 AM", "Sunday, March 8, 2099, 08:30 AM"],
    [
      "2099-11-01T05:30Z",
      "Sunday, November 1, 2099, 01:30 AM",
      "Sunday, November 1, 2099, 06:30 AM",
    ],
    [
      "2099-11-01T06:30Z",
      "Sunday, November 1, 2099, 01:30 AM",
      "Sunday, November 1, 2099, 07:30 AM",
    ],
    [
      "2099-11-01T17:00Z",
      "Sunday, November 1, 2099, 12:00 PM",
      "Sunday, November 1, 2099, 06:00 PM",
    ],
  ];
  for (const [at, johns, sarahs] of cases) {
    await insertSchedule(sql, john, sarah, at, { minutes: 5 });
    const reminders = await sql`
      delete from meeting_notifications returning recipient_id, message`;
    const words = Object.fromEntries(reminders.map((n) => [n.recipient_id, n.message]));
    assert.ok(words[john.id].endsWith(` has been scheduled for ${johns}.`), words[john.id]);
    assert.ok(words[sarah.id].endsWith(` has been scheduled for ${sarahs}.`), words[sarah.id]);
  }
});
