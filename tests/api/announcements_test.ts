/** Notifications that are asked for: worded by the caller, reminders, cancellations; and what is ahead. */
import assert from "node:assert/strict";
import { upcomingAnswer } from "../../lib/contract/meetings.ts";
import {
  cancelAnswer,
  notificationAnswer,
  reminderAnswer,
} from "../../lib/contract/notifications.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertSchedule, insertService, patient, researcher } from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { problem } from "../helpers/problems.ts";

const post = "POST /api/meeting-notifications";

Deno.test("a notification that a caller writes", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const [token, expertToken] = [await app.tokenOf(john), await app.tokenOf(sarah)];
  const scheduleId = await insertSchedule(sql, john, sarah, "3 days");
  const body = {
    user_id: john.id,
    mentor_id: sarah.id,
    schedule_id: scheduleId,
    notification_type: "meeting_scheduled",
    title: "Meeting Scheduled",
    message: "Your meeting has been scheduled...",
    meeting_datetime: "2024-01-15T10:00:00Z",
    meeting_link: "https://meet.google.com/abc-def-ghi",
    notification_data: { mentor_name: "John Doe", duration: 60 },
  };
  await t.step("reaches the patient, with all of the seed's body", async () => {
    const answer = await app.call(post, { token: expertToken, body });
    assert.equal(answer.status, 201);
    const { notification } = notificationAnswer.parse(answer.body);
    const { id, created_at, version, ...rest } = notification;
    assert.ok(id > 0 && created_at && version > 0);
    assert.deepEqual(rest, {
      ...body,
      meeting_datetime: "2024-01-15T10:00:00.000Z",
      recipient_id: john.id,
      actor: { id: sarah.id, full_name: sarah.full_name },
      written_by_actor: true,
      is_read: false,
      read_at: null,
      updated_at: null,
    });
    const inbox = await app.call("GET /api/meeting-notifications?limit=1", { token });
    assert.deepEqual(inbox.body.notifications, [notification]);
  });
  await t.step("reaches the researcher, with the required fields alone", async () => {
    const { schedule_id: _, meeting_datetime: __, meeting_link: ___, ...rest } = body;
    for (const data of [null, [1, "größe"], "text", 0, false]) {
      const sent = { ...rest, recipient_id: sarah.id, notification_data: data };
      const answer = await app.call(post, { token, body: sent });
      assert.equal(answer.status, 201);
      const { notification } = notificationAnswer.parse(answer.body);
      assert.equal(notification.recipient_id, sarah.id);
      assert.deepEqual(notification.notification_data, data);
    }
  });
  await t.step("is refused with invalid input", async () => {
    const before = await countRows(sql);
    const deep = JSON.parse("[".repeat(60) + "]".repeat(60));
    const cases: [field: string, value: unknown][] = [
      ["user_id", "1"],
      ["mentor_id", undefined],
      ["recipient_id", 1.5],
      ["schedule_id", -1],
      ["notification_type", "Meeting"],
      ["notification_type", "a".repeat(51)],
      ["notification_type", ""],
      ["title", ""],
      ["title", "x".repeat(256)],
      ["message", " "],
      ["message", "x".repeat(10_001)],
      ["meeting_datetime", "2024-01-15T10:00:00"],
      ["meeting_datetime", "soon"],
      ["meeting_link", "ftp://a.example.org"],
      ["meeting_link", "https://bank.example@evil.example/"],
      ["meeting_link", "https://bank.example\\@evil.example/"],
      ["notification_data", deep],
      ["notification_data", "x".repeat(50_001)],
    ];
    for (const [field, value] of cases) {
      const answer = await app.call(post, { token, body: { ...body, [field]: value } });
      const paths = problem("invalid_input", answer).errors?.map(({ path }) => path);
      assert.deepEqual([...new Set(paths)], [field]);
    }
    const stranger = await patient(sql);
    const third = { ...body, recipient_id: stranger.id };
    const sent = problem("invalid_input", await app.call(post, { token, body: third }));
    assert.equal(sent.errors?.[0].path, "recipient_id");
    assert.deepEqual(await countRows(sql), { ...before, users: before.users + 1 });
  });
  await t.step("is refused to and from those who share nothing", async () => {
    const [paul, kim] = [await patient(sql), await researcher(sql)];
    const elsewhere = await insertSchedule(sql, paul, kim, "3 days");
    const before = await countRows(sql);
    const { schedule_id: _, ...rest } = body;
    const call = (fields: object) => app.call(post, { token, body: { ...rest, ...fields } });
    problem("forbidden", await call({ user_id: paul.id }));
    problem("forbidden", await call({ user_id: paul.id, mentor_id: kim.id }));
    problem("forbidden", await call({ mentor_id: kim.id }));
    problem("forbidden", await call({ mentor_id: 2_000_000 }));
    problem("forbidden", await call({ user_id: sarah.id, mentor_id: john.id }));
    problem("forbidden", await call({ mentor_id: kim.id, schedule_id: elsewhere }));
    problem("not_found", await call({ schedule_id: elsewhere }));
    problem("not_found", await call({ schedule_id: 2_000_000 }));
    assert.deepEqual(await countRows(sql), before);
  });
  assert.deepEqual(app.logged, []);
});

Deno.test("a reminder that a caller asks for", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const john = await patient(sql, { full_name: "John Doe", time_zone: "America/New_York" });
  const sarah = await researcher(sql, { full_name: "Dr. Sarah Smith", time_zone: "Asia/Tokyo" });
  const token = await app.tokenOf(john);
  const remind = (schedule_id: unknown) =>
    app.call(`${post}/reminder`, { token, body: { schedule_id } });

  await t.step("reaches both, each in their own time zone", async () => {
    const id = await insertSchedule(sql, john, sarah, "3 days");
    await sql`delete from meeting_notifications`;
    const answer = await remind(id);
    assert.equal(answer.status, 201);
    const { notifications: sent } = reminderAnswer.parse(answer.body);
    assert.deepEqual(sent.map((n) => [n.recipient_id, n.is_read]), [
      [john.id, true],
      [sarah.id, false],
    ]);
    assert.equal((await countRows(sql)).notifications, 2);
    const [{ johns, sarahs }] = await sql`
      select private.time_words(start_datetime, 'America/New_York') as johns,
        private.time_words(start_datetime, 'Asia/Tokyo') as sarahs from schedules where id = ${id}`;
    assert.equal(
      sent[0].message,
      `Your meeting with Dr. Sarah Smith starts in 3 days, on ${johns}.`,
    );
    assert.equal(
      sent[1].message,
      `Your meeting with John Doe starts in 3 days, on ${sarahs}. ` +
        "This reminder was sent by John Doe.",
    );
    assert.equal(sent[0].notification_type, "meeting_reminder");
  });
  await t.step("is sent once in ten minutes by the two, at any time by a service", async () => {
    const id = await insertSchedule(sql, john, sarah, "4 days");
    assert.equal((await remind(id)).status, 201);
    for (const by of [token, await app.tokenOf(sarah)]) {
      const body = { schedule_id: id };
      const answer = await app.call(`${post}/reminder`, { token: by, body });
      problem("rate_limited", answer);
      const wait = Number(answer.headers.get("retry-after"));
      assert.ok(wait > 590 && wait <= 600, `${wait}`);
    }
    const service = await insertService(sql);
    const call = { token: await app.tokenOf(service), body: { schedule_id: id } };
    assert.equal((await app.call(`${post}/reminder`, call)).status, 201);
    await sql`update meeting_notifications set created_at = now() - interval '11 minutes'`;
    assert.equal((await remind(id)).status, 201);
  });
  await t.step("is refused for a meeting that is past, under way or cancelled", async () => {
    const ids = [
      await insertSchedule(sql, john, sarah, "-2 days"),
      await insertSchedule(sql, john, sarah, "-30 minutes"),
      await insertSchedule(sql, john, sarah, "5 days", { status: "cancelled" }),
      await insertSchedule(sql, john, sarah, "6 days", { status: "completed" }),
    ];
    const before = await countRows(sql);
    for (const id of ids) problem("conflict", await remind(id));
    problem("not_found", await remind(2_000_000));
    for (const id of [undefined, null, "1", 0, 1.5]) problem("invalid_input", await remind(id));
    assert.deepEqual(await countRows(sql), before);
  });
  assert.deepEqual(app.logged, []);
});

Deno.test("a cancellation", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const token = await app.tokenOf(sarah);
  const cancel = (body: unknown, by = token) => app.call(`${post}/cancel`, { token: by, body });

  await t.step("is answered with the schedule and both notifications", async () => {
    const id = await insertSchedule(sql, john, sarah, "1 day");
    await sql`delete from meeting_notifications`;
    const answer = await cancel({ schedule_id: id, reason: " Emergency came up " });
    assert.equal(answer.status, 200);
    const { schedule, notifications } = cancelAnswer.parse(answer.body);
    assert.deepEqual([schedule.id, schedule.status], [id, "cancelled"]);
    assert.equal(schedule.cancel_reason, "Emergency came up");
    assert.deepEqual(notifications.map((n) => n.recipient_id), [john.id, sarah.id]);
    for (const sent of notifications) {
      assert.equal(sent.notification_type, "meeting_cancelled");
      const by = sent.recipient_id === john.id ? ` by ${sarah.full_name}` : "";
      assert.ok(
        sent.message.endsWith(` has been cancelled${by}.\n\nReason: Emergency came up`),
        sent.message,
      );
      assert.deepEqual(sent.actor, { id: sarah.id, full_name: sarah.full_name });
      assert.deepEqual([sent.written_by_actor, sent.is_read], [false, by === ""]);
      assert.equal((sent.notification_data as { reason: string }).reason, "Emergency came up");
    }
    assert.equal((await countRows(sql)).notifications, 2);
    const before = await countRows(sql);
    problem("already_cancelled", await cancel({ schedule_id: id }));
    problem("already_cancelled", await cancel({ schedule_id: id }, await app.tokenOf(john)));
    assert.deepEqual(await countRows(sql), { ...before, sessions: before.sessions + 1 });
  });
  await t.step("needs no reason", async () => {
    for (const reason of [undefined, null, "", "  "]) {
      const schedule_id = await insertSchedule(sql, john, sarah, "2 days");
      const { schedule } = cancelAnswer.parse((await cancel({ schedule_id, reason })).body);
      assert.equal(schedule.cancel_reason, null);
    }
  });
  await t.step("twice at once happens once", async () => {
    const schedule_id = await insertSchedule(sql, john, sarah, "2 days");
    const before = await countRows(sql);
    const answers = await Promise.all(Array.from({ length: 8 }, () => cancel({ schedule_id })));
    const lost = answers.filter(({ status }) => status !== 200);
    assert.equal(lost.length, 7);
    for (const answer of lost) problem("already_cancelled", answer);
    assert.equal((await countRows(sql)).notifications, before.notifications + 2);
  });
  await t.step("is refused for a meeting that is over, and with invalid input", async () => {
    const completed = await insertSchedule(sql, john, sarah, "3 days", { status: "completed" });
    const living = await insertSchedule(sql, john, sarah, "4 days");
    const before = await countRows(sql);
    problem("conflict", await cancel({ schedule_id: completed }));
    problem("not_found", await cancel({ schedule_id: 2_000_000 }));
    for (const body of [{}, { schedule_id: "1" }, { schedule_id: living, reason: 5 }]) {
      problem("invalid_input", await cancel(body));
    }
    const long = await cancel({ schedule_id: living, reason: "x".repeat(1001) });
    assert.equal(problem("invalid_input", long).errors?.[0].path, "reason");
    assert.deepEqual(await countRows(sql), before);
  });
  assert.deepEqual(app.logged, []);
});

Deno.test("upcoming meetings, soonest first, each with the other person", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const john = await patient(sql, { id: 2_147_483_646, full_name: "John Doe" });
  const sarah = await researcher(sql, { id: 2_147_483_645, full_name: "Dr. Sarah Smith" });
  const [paul, kim] = [await patient(sql), await researcher(sql)];
  const later = await insertSchedule(sql, john, sarah, "2 days");
  const soon = await insertSchedule(sql, john, kim, "1 hour");
  const underWay = await insertSchedule(sql, john, sarah, "-59 minutes");
  await insertSchedule(sql, john, sarah, "-61 minutes", { status: "completed" });
  await insertSchedule(sql, john, sarah, "-2 days");
  await insertSchedule(sql, john, sarah, "3 days", { status: "cancelled" });
  const others = await insertSchedule(sql, paul, sarah, "1 hour");
  const path = "GET /api/meeting-notifications/upcoming";
  const upcoming = async (token: string, query = "") => {
    const answer = await app.call(path + query, { token });
    assert.equal(answer.status, 200);
    const { meetings } = upcomingAnswer.parse(answer.body);
    return meetings.map(({ id, other }) => [id, other.full_name]);
  };
  const token = await app.tokenOf(john);
  assert.deepEqual(await upcoming(token), [
    [underWay, "Dr. Sarah Smith"],
    [soon, kim.full_name],
    [later, "Dr. Sarah Smith"],
  ]);
  assert.deepEqual(await upcoming(token, "?limit=1"), [[underWay, "Dr. Sarah Smith"]]);
  assert.deepEqual(await upcoming(await app.tokenOf(sarah)), [
    [underWay, "John Doe"],
    [others, paul.full_name],
    [later, "John Doe"],
  ]);
  const { body } = await app.call(path, { token });
  assert.deepEqual(body.meetings[0].other, {
    id: sarah.id,
    full_name: "Dr. Sarah Smith",
    role: "researcher",
  });
  for (const query of ["?limit=0", "?limit=101", "?limit=x"]) {
    problem("invalid_input", await app.call(path + query, { token }));
  }
});
