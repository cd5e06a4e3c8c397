/** A third person tries everything on two others' things. */
import assert from "node:assert/strict";
import type { ErrorCode } from "../../lib/contract/errors.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertSchedule, patient, researcher } from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";
import { readTables } from "../helpers/tables.ts";

const secret = "Zanzibar";
const start_datetime = "2099-11-05T14:00:00Z";

Deno.test("people change and learn nothing about others' meetings", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const john = await patient(sql, { full_name: `John ${secret}` });
  const sarah = await researcher(sql, { full_name: `Dr. Sarah ${secret}` });
  const token = await app.tokenOf(john);
  const ask = { expert_id: sarah.id, message: secret, preferred_datetime: start_datetime };
  const { body: request } = await app.call("POST /api/meetings", { token, body: ask });
  const scheduleId = await insertSchedule(sql, john, sarah, "2 hours", { is_trial: true });
  await sql`update schedules set title = ${secret}, cancel_reason = ${secret}`;
  const [{ id: noteId }] = await sql`select max(id) as id from meeting_notifications`;

  const posted = {
    user_id: john.id,
    mentor_id: sarah.id,
    notification_type: "news",
    title: "T",
    message: "M",
  };
  const pair = { user_id: john.id, mentor_id: sarah.id, start_datetime };
  const strangers = [await patient(sql), await researcher(sql)];
  for (const stranger of strangers) {
    const token = await app.tokenOf(stranger);
    const own = stranger.role === "patient" ? { user_id: stranger.id } : { mentor_id: stranger.id };
    const refused: [code: ErrorCode, call: string, body?: unknown][] = [
      ["not_found", `PUT /api/meetings/${request.id}/status`, { status: "accepted" }],
      ["not_found", `PUT /api/meetings/${request.id}/status`, { status: "rejected" }],
      ["not_found", `PUT /api/meetings/${request.id}/status`, { status: "cancelled" }],
      ["not_found", `PUT /api/meeting-notifications/${noteId}/read`],
      ["not_found", `PUT /api/meeting-notifications/${noteId}/unread`],
      ["not_found", `PUT /api/schedule/${scheduleId}`, { start_datetime }],
      ["not_found", `GET /api/schedule/${scheduleId}/calendar`],
      ["forbidden", "POST /api/schedule", pair],
      ["forbidden", "POST /api/trial_schedule", pair],
      ["forbidden", "POST /api/meeting-notifications", posted],
      ["forbidden", "POST /api/meeting-notifications", { ...posted, schedule_id: scheduleId }],
      ["forbidden", "POST /api/meeting-notifications", { ...posted, ...own }],
      ["forbidden", "POST /api/meeting-notifications", {
        ...posted,
        ...own,
        recipient_id: john.id,
      }],
      ["not_found", "POST /api/meeting-notifications/reminder", { schedule_id: scheduleId }],
      ["not_found", "POST /api/meeting-notifications/cancel", { schedule_id: scheduleId }],
    ];
    const before = await readTables(sql);
    for (const [code, call, body] of refused) {
      await t.step(`a ${stranger.role}: ${call} ${JSON.stringify(body ?? "")}`, async () => {
        const answer = await app.call(call, { token, body });
        problem(code, answer);
        assert.doesNotMatch(JSON.stringify(answer.body), new RegExp(secret));
      });
    }
    const lists = [
      "GET /api/meetings",
      "GET /api/schedule",
      "GET /api/trial_schedule",
      "GET /api/meeting-notifications",
      "GET /api/meeting-notifications/unread-count",
      "GET /api/meeting-notifications/upcoming",
      "PUT /api/meeting-notifications/mark-all-read",
    ];
    for (const call of lists) {
      await t.step(`a ${stranger.role}: ${call}`, async () => {
        for (const query of ["", `?user_id=${john.id}&mentor_id=${sarah.id}`]) {
          const answer = await app.call(call + query, { token });
          assert.equal(answer.status, 200);
          assert.doesNotMatch(JSON.stringify(answer.body), new RegExp(secret));
          const { as_of: _, ...counted } = answer.body;
          const counts = Object.values(counted).flat();
          assert.deepEqual(counts.filter((count) => count !== 0), []);
        }
      });
    }
    assert.deepEqual(await readTables(sql), before);
    await t.step(`a ${stranger.role}: what is not there is refused in the same words`, async () => {
      const there = await app.call(`PUT /api/schedule/${scheduleId}`, {
        token,
        body: { start_datetime },
      });
      const nowhere = await app.call("PUT /api/schedule/2000000", {
        token,
        body: { start_datetime },
      });
      assert.deepEqual(there.body, nowhere.body);
    });
  }
  assert.deepEqual(app.logged, []);
});
