/** What other systems may do with a service token. */
import assert from "node:assert/strict";
import { issueServiceToken, revokeServiceTokens } from "../../lib/auth/services.ts";
import { scheduleAnswer, schedulesAnswer } from "../../lib/contract/meetings.ts";
import {
  cancelAnswer,
  notificationAnswer,
  reminderAnswer,
} from "../../lib/contract/notifications.ts";
import { user as ownUser } from "../../lib/contract/users.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient, researcher } from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { problem } from "../helpers/problems.ts";
import { auth } from "../helpers/auth.ts";

const start_datetime = "2099-11-05T14:00:00Z";

Deno.test("a service acts for anybody, and has no meetings of its own", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const { token, user } = await issueServiceToken(sql, auth, "records");
  const call = (what: string, body?: unknown) => app.call(what, { token, body });
  const pair = { user_id: john.id, mentor_id: sarah.id };
  const news = { ...pair, notification_type: "news", title: "T", message: "M" };
  let id = 0;

  await t.step("it sees who it is", async () => {
    const me = await call("GET /api/auth/me");
    assert.deepEqual(ownUser.parse(me.body.user), user);
    assert.equal(user.role, "service");
  });
  await t.step("it makes, moves and cancels meetings", async () => {
    const made = await call("POST /api/schedule", { ...pair, start_datetime });
    id = scheduleAnswer.parse(made.body).schedule.id;
    const trial = { ...pair, start_datetime: "2099-11-06T14:00:00Z" };
    assert.equal((await call("POST /api/trial_schedule", trial)).status, 201);
    problem("trial_used", await call("POST /api/trial_schedule", trial));
    problem("double_booking", await call("POST /api/schedule", { ...pair, start_datetime }));
    const later = { start_datetime: "2099-11-05T16:00:00Z" };
    assert.equal((await call(`PUT /api/schedule/${id}`, later)).status, 200);
    const reminder = await call("POST /api/meeting-notifications/reminder", { schedule_id: id });
    assert.equal(reminderAnswer.parse(reminder.body).notifications.length, 2);
    const off = await call("POST /api/meeting-notifications/cancel", { schedule_id: id });
    assert.equal(cancelAnswer.parse(off.body).notifications.length, 2);
  });
  await t.step("it sees everybody's meetings", async () => {
    const { schedules } = schedulesAnswer.parse((await call("GET /api/schedule")).body);
    assert.equal(schedules.length, 2);
    const trials = schedulesAnswer.parse((await call("GET /api/trial_schedule")).body);
    assert.equal(trials.schedules.length, 1);
  });
  await t.step("it notifies people who share nothing, of its own schedules", async () => {
    const kim = await researcher(sql);
    const posted = { ...news, mentor_id: kim.id, recipient_id: kim.id, schedule_id: 987_654 };
    const { body } = await call("POST /api/meeting-notifications", posted);
    const { notification } = notificationAnswer.parse(body);
    assert.deepEqual([notification.recipient_id, notification.schedule_id], [kim.id, 987_654]);
  });
  await t.step("it cannot notify unknown people, or on the wrong side", async () => {
    const before = await countRows(sql);
    const wrong = [
      { user_id: 2_000_000 },
      { mentor_id: 2_000_000 },
      { user_id: sarah.id, mentor_id: john.id },
      { user_id: user.id },
      { mentor_id: user.id },
    ];
    for (const fields of wrong) {
      problem("not_found", await call("POST /api/meeting-notifications", { ...news, ...fields }));
      const planned = { ...pair, start_datetime: "2099-12-05T14:00:00Z", ...fields };
      problem("not_found", await call("POST /api/schedule", planned));
    }
    problem("invalid_input", await call("POST /api/meeting-notifications", { ...news, title: "" }));
    assert.deepEqual(await countRows(sql), before);
  });
  await t.step("its own lists are empty", async () => {
    const inbox = await call("GET /api/meeting-notifications");
    const { as_of: _, ...list } = inbox.body;
    assert.deepEqual(list, { notifications: [], unread_count: 0, total: 0 });
    const upcoming = await call("GET /api/meeting-notifications/upcoming");
    assert.deepEqual(upcoming.body, { meetings: [] });
    assert.deepEqual((await call("GET /api/meetings")).body, []);
  });
  await t.step("it cannot ask or decide, and is not among the experts", async () => {
    problem("forbidden", await call("POST /api/meetings", { expert_id: sarah.id, message: "Hi" }));
    const patientToken = await app.tokenOf(john);
    const asked = await app.call("POST /api/meetings", {
      token: patientToken,
      body: { expert_id: sarah.id, message: "Hi" },
    });
    problem(
      "not_found",
      await call(`PUT /api/meetings/${asked.body.id}/status`, { status: "accepted" }),
    );
    const { body } = await call("GET /api/experts");
    assert.deepEqual(body.experts.map(({ id }: { id: number }) => id).includes(user.id), false);
    const ask = { expert_id: user.id, message: "Hi" };
    problem("not_found", await app.call("POST /api/meetings", { token: patientToken, body: ask }));
  });
  await t.step("registration and sign-in make no services", async () => {
    const account = { email: "s@example.org", password: "password123", full_name: "S" };
    const body = { ...account, role: "service" };
    problem("invalid_input", await app.call("POST /api/auth/register", { body }));
    for (const password of ["", "null", "password123"]) {
      const login = { email: user.email, password };
      problem("unauthenticated", await app.call("POST /api/auth/login", { body: login }));
    }
  });
  await t.step("pages are for people", async () => {
    for (const path of ["/dashboard", "/notifications", "/experts"]) {
      const answer = await app.call(`GET ${path}`, { headers: { cookie: `session=${token}` } });
      assert.equal(answer.status, 403, path);
    }
  });
  await t.step("a revoked token is invalid at once", async () => {
    assert.equal(await revokeServiceTokens(sql, auth.log, "records"), 1);
    problem("unauthenticated", await call("GET /api/auth/me"));
    problem("unauthenticated", await call("POST /api/meeting-notifications", news));
  });
  assert.deepEqual(app.logged, []);
});
