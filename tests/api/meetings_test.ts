import assert from "node:assert/strict";
import { z } from "zod";
import { request } from "../../lib/contract/meetings.ts";
import { notification, notificationsPage } from "../../lib/contract/notifications.ts";
import { expertsPage } from "../../lib/contract/users.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient, researcher } from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { problem } from "../helpers/problems.ts";

const requests = z.array(request);
const preferred_datetime = "2099-11-05T14:00:00.000Z";

Deno.test("a request from its creation to the decision", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const john = await patient(db.sql, { full_name: "John Doe" });
  const sarah = await researcher(db.sql, { full_name: "Dr. Sarah Smith" });
  const [patientToken, expertToken] = [await app.tokenOf(john), await app.tokenOf(sarah)];
  let id = 0;

  await t.step("the patient finds the expert", async () => {
    const found = await app.call("GET /api/experts?search=sarah", { token: patientToken });
    assert.equal(found.status, 200);
    const { experts, total } = expertsPage.parse(found.body);
    assert.deepEqual([experts[0].id, total], [sarah.id, 1]);
  });

  await t.step("asks", async () => {
    const body = {
      expert_id: sarah.id,
      message: "Hi",
      preferred_datetime,
      meeting_type: "in_person",
    };
    const asked = await app.call("POST /api/meetings/", { token: patientToken, body });
    assert.equal(asked.status, 201);
    const made = request.parse(asked.body);
    assert.match(
      made.message,
      /^Hi\n\nPreferred Date & Time: .*, 02:00 PM\nMeeting Type: In Person$/,
    );
    id = made.id;
    problem("already_pending", await app.call("POST /api/meetings", { token: patientToken, body }));
    problem("forbidden", await app.call("POST /api/meetings", { token: expertToken, body }));
    const nobody = { ...body, expert_id: john.id };
    problem(
      "not_found",
      await app.call("POST /api/meetings", { token: patientToken, body: nobody }),
    );
  });

  await t.step("the expert sees it and is notified", async () => {
    const list = await app.call("GET /api/meetings/?status=pending", { token: expertToken });
    const [received] = requests.parse(list.body);
    assert.ok(received.type === "received");
    assert.deepEqual([received.id, received.requester.full_name], [id, "John Doe"]);
    const inbox = await app.call("GET /api/meeting-notifications?unread_only=true", {
      token: expertToken,
    });
    const { notifications: [notification], unread_count } = notificationsPage.parse(inbox.body);
    assert.deepEqual([notification.notification_type, unread_count], ["meeting_request", 1]);
  });

  await t.step("and accepts", async () => {
    const call = { token: expertToken, body: { status: "accepted" } };
    problem(
      "forbidden",
      await app.call(`PUT /api/meetings/${id}/status`, {
        ...call,
        token: patientToken,
      }),
    );
    const decided = await app.call(`PUT /api/meetings/${id}/status`, call);
    assert.equal(decided.status, 200);
    const accepted = request.parse(decided.body);
    assert.equal(accepted.status, "accepted");
    assert.notEqual(accepted.schedule_id, null);
    problem("not_pending", await app.call(`PUT /api/meetings/${id}/status`, call));
    const [sent] = requests.parse(
      (await app.call("GET /api/meetings", { token: patientToken })).body,
    );
    assert.deepEqual([sent.type, sent.status], ["sent", "accepted"]);
  });

  await t.step("the patient reads the decision", async () => {
    const token = patientToken;
    const count = async () =>
      (await app.call("GET /api/meeting-notifications/unread-count", { token })).body;
    assert.deepEqual(await count(), { unread_count: 2 });
    const inbox = await app.call("GET /api/meeting-notifications?limit=1", { token });
    const { notifications: [latest], total } = notificationsPage.parse(inbox.body);
    assert.equal(total, 2);
    const path = `PUT /api/meeting-notifications/${latest.id}/read`;
    const read = await app.call(path, { token });
    assert.equal(read.status, 200);
    assert.equal(notification.parse(read.body.notification).is_read, true);
    assert.deepEqual((await app.call(path, { token })).body, read.body);
    assert.deepEqual(await count(), { unread_count: 1 });
    const all = await app.call("PUT /api/meeting-notifications/mark-all-read", { token });
    assert.deepEqual([all.status, all.body], [200, { updated: 1 }]);
    assert.deepEqual(await count(), { unread_count: 0 });
  });
});

Deno.test("two calls at once", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  const [patientToken, expertToken] = [await app.tokenOf(john), await app.tokenOf(sarah)];

  await t.step("ask once", async () => {
    const call = { token: patientToken, body: { expert_id: sarah.id, message: "Hi" } };
    const answers = await Promise.all([1, 2].map(() => app.call("POST /api/meetings", call)));
    answers.sort((a, b) => a.status - b.status);
    assert.equal(answers[0].status, 201);
    problem("already_pending", answers[1]);
    assert.equal((await countRows(db.sql)).requests, 1);
  });

  await t.step("decide once", async () => {
    const [{ id }] = await db.sql`select id from meeting_requests`;
    const answers = await Promise.all(
      ["accepted", "rejected"].map((status) =>
        app.call(`PUT /api/meetings/${id}/status`, { token: expertToken, body: { status } })
      ),
    );
    answers.sort((a, b) => a.status - b.status);
    assert.equal(answers[0].status, 200);
    problem("not_pending", answers[1]);
  });

  await t.step("twenty for the same time: one gets it", async () => {
    const calls = await Promise.all(Array.from({ length: 20 }, async () => {
      const token = await app.tokenOf(await patient(db.sql));
      const body = { expert_id: sarah.id, message: "Hi", preferred_datetime };
      return (await app.call("POST /api/meetings", { token, body })).body.id;
    }));
    const answers = await Promise.all(
      calls.map((id) =>
        app.call(`PUT /api/meetings/${id}/status`, {
          token: expertToken,
          body: { status: "accepted" },
        })
      ),
    );
    const lost = answers.filter(({ status }) => status !== 200);
    assert.equal(lost.length, 19);
    for (const answer of lost) problem("double_booking", answer);
    const { body } = await app.call("GET /api/meetings?status=pending", { token: expertToken });
    assert.equal(requests.parse(body).length, 19);
  });
  assert.deepEqual(app.logged, []);
});
