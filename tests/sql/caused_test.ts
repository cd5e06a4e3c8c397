/** The notifications that requests and schedules cause, whoever writes them. */
import assert from "node:assert/strict";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertRequest, patient, researcher } from "../helpers/factories.ts";

type People = { sql: Sql; john: User; sarah: User };

async function pair(sql: Sql): Promise<People> {
  const john = await patient(sql, { full_name: "John Doe", time_zone: "America/New_York" });
  const sarah = await researcher(sql, { full_name: "Dr. Sarah Smith", time_zone: "Europe/Berlin" });
  return { sql, john, sarah };
}

function ask({ sql, john, sarah }: People, fields: Record<string, string> = {}) {
  return insertRequest(sql, john, sarah, { message: "Hi", ...fields });
}

async function schedule({ sql, john, sarah }: People, start: string, end: string, trial = false) {
  const [{ id }] = await sql<{ id: number }[]>`
    insert into schedules (user_id, mentor_id, start_datetime, end_datetime, is_trial, link)
    values (${john.id}, ${sarah.id}, ${start}, ${end}, ${trial}, 'https://meet.example.org/abc')
    returning id`;
  return id;
}

/** All notifications in their order, with the names of their recipients; deletes them. */
async function takeNotifications({ sql }: People) {
  const rows = await sql`
    with all_of_them as (delete from meeting_notifications returning *)
    select n.*, u.full_name as recipient from all_of_them n join users u on u.id = n.recipient_id
    order by n.id`;
  return [...rows];
}

type Received = { recipient?: string; message?: string };

/** Who got which message. */
function messagesOf(rows: Received[]): string[] {
  return rows.map(({ recipient, message }) => `${recipient}: ${message}`).sort();
}

async function words(people: People) {
  const rows = await takeNotifications(people);
  return rows.map(({ recipient, notification_type, title, message }) =>
    `${recipient} | ${notification_type} | ${title} | ${message}`
  ).sort();
}

Deno.test("a new request notifies the researcher", async () => {
  await using db = await testDatabase();
  const people = await pair(db.sql);
  const id = await ask(people, { preferred_datetime: "2030-11-05T19:00:00Z" });
  const [notification, ...rest] = await takeNotifications(people);
  assert.equal(rest.length, 0);
  assert.deepEqual(
    [
      notification.recipient,
      notification.user_id,
      notification.mentor_id,
      notification.notification_type,
    ],
    ["Dr. Sarah Smith", people.john.id, people.sarah.id, "meeting_request"],
  );
  assert.equal(notification.title, "New meeting request from John Doe");
  assert.equal(
    notification.message,
    "John Doe asks you for a meeting. Preferred time: Tuesday, November 5, 2030, 08:00 PM.",
  );
  assert.deepEqual(notification.meeting_datetime, new Date("2030-11-05T19:00:00Z"));
  assert.deepEqual(notification.notification_data, {
    request_id: id,
    user_name: "John Doe",
    mentor_name: "Dr. Sarah Smith",
  });
  await ask(people, { status: "accepted" });
  assert.deepEqual(
    await takeNotifications(people),
    [],
    "one that is decided already notifies nobody",
  );
});

Deno.test("a decision notifies the other side, once", async () => {
  await using db = await testDatabase();
  const people = await pair(db.sql);
  const { sql, john, sarah } = people;
  const id = await ask(people);
  await takeNotifications(people);
  const decide = (status: string, reason: string | null = null) =>
    sql`
      update meeting_requests set status = ${status}, decision_reason = ${reason}
      where id = ${id}`;

  await decide("accepted");
  const [accepted] = await takeNotifications(people);
  assert.deepEqual(
    [accepted.recipient_id, accepted.user_id, accepted.mentor_id, accepted.notification_type],
    [john.id, john.id, sarah.id, "meeting_accepted"],
  );
  assert.equal(accepted.message, "Dr. Sarah Smith accepted your meeting request.");
  await decide("accepted");
  await sql`update meeting_requests set message = 'Other words'`;
  assert.deepEqual(
    await takeNotifications(people),
    [],
    "the same decision again, or another change, notifies nobody",
  );

  await decide("pending");
  assert.deepEqual(await takeNotifications(people), []);
  await decide("rejected", "Away until May");
  await decide("cancelled", "  ");
  assert.deepEqual(await words(people), [
    "Dr. Sarah Smith | meeting_cancelled | Meeting request withdrawn | " +
    "John Doe withdrew the meeting request.",
    "John Doe | meeting_rejected | Meeting request declined | " +
    "Dr. Sarah Smith declined your meeting request.\n\nReason: Away until May",
  ]);
});

Deno.test("a statement that decides many requests notifies each requester", async () => {
  await using db = await testDatabase();
  const people = await pair(db.sql);
  const { sql, sarah } = people;
  await sql`
    insert into users (email, full_name, role)
    select 'p' || i || '@example.org', 'P' || i, 'patient' from generate_series(1, 100) i`;
  await sql`
    insert into meeting_requests (requester_id, expert_id, message)
    select u.id, ${sarah.id}, 'bulk' from users u, generate_series(1, 50)
    where u.full_name like 'P%'`;
  await sql`delete from meeting_notifications`;
  await sql`
    update meeting_requests
    set status = (array['pending', 'accepted', 'rejected', 'cancelled'])[1 + id % 4]`;
  const rows = await sql`
    select r.status, count(*)::int, bool_and(n.notification_type = 'meeting_' || r.status) as right,
      bool_and(n.recipient_id = case r.status when 'cancelled' then r.expert_id
        else r.requester_id end) as who
    from meeting_requests r
    join meeting_notifications n on (n.notification_data->>'request_id')::int = r.id
    group by 1 order by 1`;
  assert.deepEqual(rows.map((row) => ({ ...row })), [
    { status: "accepted", count: 1250, right: true, who: true },
    { status: "cancelled", count: 1250, right: true, who: true },
    { status: "rejected", count: 1250, right: true, who: true },
  ]);
});

Deno.test("a schedule notifies both people, each in their own time zone", async (t) => {
  await using db = await testDatabase();
  const people = await pair(db.sql);
  const { sql } = people;
  let id = 0;

  await t.step("when it is made", async () => {
    id = await schedule(people, "2025-11-04T19:00:00Z", "2025-11-04T20:00:00Z");
    const rows = await takeNotifications(people);
    assert.deepEqual(messagesOf(rows), [
      "Dr. Sarah Smith: Your meeting with John Doe has been scheduled for Tuesday, November 4, 2025, 08:00 PM.",
      "John Doe: Your meeting with Dr. Sarah Smith has been scheduled for " +
      "Tuesday, November 4, 2025, 02:00 PM.",
    ]);
    for (const row of rows) {
      assert.equal(row.notification_type, "meeting_scheduled");
      assert.equal(row.schedule_id, id);
      assert.equal(row.meeting_link, "https://meet.example.org/abc");
      assert.deepEqual(row.notification_data, {
        mentor_name: "Dr. Sarah Smith",
        user_name: "John Doe",
        duration: 60,
        start_datetime: "2025-11-04T19:00:00.000Z",
        end_datetime: "2025-11-04T20:00:00.000Z",
      });
    }
  });
  await t.step("when it is moved", async () => {
    await sql`
      update schedules set start_datetime = start_datetime - interval '4 days',
        end_datetime = end_datetime - interval '4 days' + interval '30 minutes'`;
    const rows = await takeNotifications(people);
    assert.deepEqual(messagesOf(rows), [
      "Dr. Sarah Smith: Your meeting with John Doe has been moved from " +
      "Tuesday, November 4, 2025, 08:00 PM to Friday, October 31, 2025, 08:00 PM.",
      "John Doe: Your meeting with Dr. Sarah Smith has been moved from " +
      "Tuesday, November 4, 2025, 02:00 PM to Friday, October 31, 2025, 03:00 PM.",
    ]);
    assert.deepEqual(rows[0].notification_data, {
      mentor_name: "Dr. Sarah Smith",
      user_name: "John Doe",
      duration: 90,
      start_datetime: "2025-10-31T19:00:00.000Z",
      end_datetime: "2025-10-31T20:30:00.000Z",
      old_start_datetime: "2025-11-04T19:00:00.000Z",
      old_end_datetime: "2025-11-04T20:00:00.000Z",
    });
    assert.equal(rows[0].notification_type, "meeting_rescheduled");
  });
  await t.step("when it becomes shorter", async () => {
    await sql`update schedules set end_datetime = start_datetime + interval '45 minutes'`;
    const rows = await takeNotifications(people);
    assert.deepEqual(messagesOf(rows), [
      "Dr. Sarah Smith: Your meeting with John Doe on Friday, October 31, 2025, 08:00 PM now lasts 45 minutes " +
      "instead of 90.",
      "John Doe: Your meeting with Dr. Sarah Smith on Friday, October 31, 2025, 03:00 PM now lasts " +
      "45 minutes instead of 90.",
    ]);
    assert.equal(rows[0].notification_type, "meeting_rescheduled");
  });
});

Deno.test("which changes of a schedule notify people", async (t) => {
  await using db = await testDatabase();
  const people = await pair(db.sql);
  const { sql } = people;
  await schedule(people, "2025-10-31T19:00:00Z", "2025-10-31T20:30:00Z");
  await takeNotifications(people);

  await t.step("not when something else of it changes", async () => {
    await sql`update schedules set title = 'Other', link = null`;
    await sql`update schedules set start_datetime = start_datetime`;
    await sql`update schedules set status = 'completed'`;
    assert.deepEqual(await takeNotifications(people), []);
    await sql`update schedules set status = 'cancelled'`;
    assert.deepEqual(await takeNotifications(people), [], "what is over is not cancelled");
  });
  await t.step("when it is cancelled, and when it is scheduled again", async () => {
    await sql`update schedules set status = 'scheduled'`;
    assert.deepEqual((await takeNotifications(people)).map((row) => row.notification_type), [
      "meeting_scheduled",
      "meeting_scheduled",
    ]);
    await sql`update schedules set status = 'cancelled', cancel_reason = 'Emergency came up'`;
    assert.deepEqual(await words(people), [
      "Dr. Sarah Smith | meeting_cancelled | Meeting Cancelled | Your meeting with John Doe on " +
      "Friday, October 31, 2025, 08:00 PM has been cancelled.\n\nReason: Emergency came up",
      "John Doe | meeting_cancelled | Meeting Cancelled | Your meeting with Dr. Sarah Smith on " +
      "Friday, October 31, 2025, 03:00 PM has been cancelled.\n\nReason: Emergency came up",
    ]);
    await sql`update schedules set start_datetime = start_datetime - interval '1 hour'`;
    assert.deepEqual(await takeNotifications(people), [], "moving a cancelled one notifies nobody");
  });
});

Deno.test("the sentences about a schedule are right", async (t) => {
  await using db = await testDatabase();
  const people = await pair(db.sql);

  await t.step("on both sides of the night when clocks change", async () => {
    await schedule(people, "2026-10-24T17:00:00Z", "2026-10-24T18:00:00Z");
    await schedule(people, "2026-10-25T17:00:00Z", "2026-10-25T18:00:00Z");
    await schedule(people, "2026-11-01T05:30:00Z", "2026-11-01T06:00:00Z");
    await schedule(people, "2026-11-01T06:30:00Z", "2026-11-01T07:00:00Z");
    const times = (await takeNotifications(people)).map(({ recipient, message }) =>
      `${recipient}: ${message.replace(/^.* scheduled for /, "")}`
    );
    assert.deepEqual(times.sort(), [
      "Dr. Sarah Smith: Saturday, October 24, 2026, 07:00 PM.",
      "Dr. Sarah Smith: Sunday, November 1, 2026, 06:30 AM.",
      "Dr. Sarah Smith: Sunday, November 1, 2026, 07:30 AM.",
      "Dr. Sarah Smith: Sunday, October 25, 2026, 06:00 PM.",
      "John Doe: Saturday, October 24, 2026, 01:00 PM.",
      "John Doe: Sunday, November 1, 2026, 01:30 AM.",
      "John Doe: Sunday, November 1, 2026, 01:30 AM.",
      "John Doe: Sunday, October 25, 2026, 01:00 PM.",
    ]);
  });
  await t.step("for a trial, with its length", async () => {
    await schedule(people, "2026-12-01T09:00:00Z", "2026-12-01T09:30:00Z", true);
    const [row] = await takeNotifications(people);
    assert.match(row.message, /^Your trial meeting with /);
    assert.equal(row.notification_data.duration, 30);
  });
});

Deno.test("names and texts of any characters arrive unchanged", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const name = `${"Ж".repeat(195)}'"\\%`;
  const john = await patient(sql, { full_name: name });
  const sarah = await researcher(sql);
  const people = { sql, john, sarah };
  await ask(people);
  const [row] = await takeNotifications(people);
  assert.equal(row.notification_data.user_name, name);
  assert.equal(row.message, `${name} asks you for a meeting.`);
  assert.ok(row.title.startsWith("New meeting request from ЖЖЖ") && row.title.length <= 255);
});
