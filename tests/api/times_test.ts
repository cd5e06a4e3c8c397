/** The forms of a time that callers may give. */
import assert from "node:assert/strict";
import { createRequest } from "../../lib/meetings/requests.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertSchedule, patient, researcher } from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { problem } from "../helpers/problems.ts";

Deno.test("all forms of an ISO 8601 time mean the same", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  await createRequest(db.sql, john, { expert_id: sarah.id, message: "x" });
  const token = await app.tokenOf(sarah);
  const forms = ["14:00Z", "16:00+02:00", "14:00:00z", "10:00:00-0400", "14:00:00.000Z"];
  for (const [index, form] of forms.entries()) {
    const day = `2099-06-${10 + index}`;
    const start_datetime = `${day}${index % 2 ? "t" : "T"}${form}`;
    const body = { user_id: john.id, mentor_id: sarah.id, start_datetime };
    const { status, body: answer } = await app.call("POST /api/schedule", { token, body });
    assert.deepEqual(
      [status, answer.schedule?.start_datetime],
      [201, `${day}T14:00:00.000Z`],
      form,
    );
  }
  for (const form of ["14Z", "14:00", "14:00+2", "2:00Z", "25:00Z", "14:00+25:00"]) {
    const start_datetime = `2099-06-20T${form}`;
    const body = { user_id: john.id, mentor_id: sarah.id, start_datetime };
    problem("invalid_input", await app.call("POST /api/schedule", { token, body }));
  }
});

Deno.test("a preferred time leaves room for the meeting before the year 10000", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  const token = await app.tokenOf(john);
  const body = { expert_id: sarah.id, message: "x", preferred_datetime: "9999-12-31T23:00:00Z" };
  const { errors } = problem(
    "invalid_input",
    await app.call("POST /api/meetings", { token, body }),
  );
  assert.deepEqual(errors?.map(({ path }) => path), ["preferred_datetime"]);
});

Deno.test("an offset of 16 hours or more is refused in every field with a time", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  const request = await createRequest(db.sql, john, { expert_id: sarah.id, message: "x" });
  const meeting = await insertSchedule(db.sql, john, sarah, "2 days");
  const [patientToken, token] = [await app.tokenOf(john), await app.tokenOf(sarah)];
  const pair = { user_id: john.id, mentor_id: sarah.id };
  const posted = { ...pair, notification_type: "news", title: "News", message: "Hi" };
  const before = await countRows(db.sql);
  const calls: [endpoint: string, field: string, body: Record<string, unknown>][] = [
    ["POST /api/schedule", "start_datetime", pair],
    ["POST /api/schedule", "end_datetime", { ...pair, start_datetime: "2099-06-10T14:00Z" }],
    ["POST /api/trial_schedule", "start_datetime", pair],
    [`PUT /api/schedule/${meeting}`, "start_datetime", {}],
    [`PUT /api/meetings/${request.id}/status`, "start_datetime", { status: "accepted" }],
    ["POST /api/meeting-notifications", "meeting_datetime", posted],
  ];
  for (const offset of ["-23:59", "+16:00", "-1600"]) {
    const time = `2099-06-10T15:00:00${offset}`;
    for (const [endpoint, field, body] of calls) {
      const answer = await app.call(endpoint, { token, body: { ...body, [field]: time } });
      assert.deepEqual(problem("invalid_input", answer).errors?.map(({ path }) => path), [field]);
    }
    const preferred = { expert_id: sarah.id, message: "x", preferred_datetime: time };
    problem(
      "invalid_input",
      await app.call("POST /api/meetings", { token: patientToken, body: preferred }),
    );
    const from = `/api/schedule?${new URLSearchParams({ from: time })}`;
    problem("invalid_input", await app.call(`GET ${from}`, { token }));
  }
  assert.deepEqual(await countRows(db.sql), before);
  for (const offset of ["-15:59", "+15:59"]) {
    const body = { ...posted, meeting_datetime: `2099-06-10T15:00:00${offset}` };
    const { status } = await app.call("POST /api/meeting-notifications", { token, body });
    assert.equal(status, 201, offset);
  }
});
