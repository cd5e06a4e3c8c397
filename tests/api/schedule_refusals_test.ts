import assert from "node:assert/strict";
import type { ErrorCode } from "../../lib/contract/errors.ts";
import { serveRoutes } from "../helpers/routes.ts";
import type { Answer } from "../helpers/http.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertSchedule, patient, relate, researcher } from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { problem } from "../helpers/problems.ts";

const start_datetime = "2099-11-05T14:00:00.000Z";

type Case = [code: ErrorCode, fields: Record<string, unknown>, path?: string];

async function refuseAll(
  call: (body: unknown) => Promise<Answer>,
  good: Record<string, unknown>,
  cases: Case[],
) {
  for (const [code, fields, path] of cases) {
    const { errors } = problem(code, await call({ ...good, ...fields }));
    assert.deepEqual(errors && [...new Set(errors.map((error) => error.path))], path && [path]);
  }
}

const wrongTimes: Case[] = [
  ["invalid_input", { start_datetime: undefined }, "start_datetime"],
  ["invalid_input", { start_datetime: "2099-11-05T14:00:00" }, "start_datetime"],
  ["invalid_input", { start_datetime: "2020-01-01T00:00:00Z" }, "start_datetime"],
  ["invalid_input", { start_datetime: "0001-01-01T00:00:00+00:00" }, "start_datetime"],
  ["invalid_input", { start_datetime: 1 }, "start_datetime"],
  ["invalid_input", { start_datetime: "2099-02-30T00:00:00Z" }, "start_datetime"],
  ["invalid_input", { start_datetime: "9999-12-31T23:59:59.999999999Z" }, "start_datetime"],
  ["invalid_input", { end_datetime: "2099-11-05T15:00:00" }, "end_datetime"],
  ["invalid_input", { end_datetime: start_datetime }, "end_datetime"],
  ["invalid_input", { end_datetime: "2099-11-05T13:00:00Z" }, "end_datetime"],
  ["invalid_input", { end_datetime: "2099-11-05T14:04:00Z" }, "end_datetime"],
  ["invalid_input", { end_datetime: "2099-11-06T14:00:00Z" }, "end_datetime"],
  ["invalid_input", { duration_minutes: 0 }, "duration_minutes"],
  ["invalid_input", { duration_minutes: 481 }, "duration_minutes"],
  ["invalid_input", { duration_minutes: 30.5 }, "duration_minutes"],
  ["invalid_input", { duration_minutes: "30" }, "duration_minutes"],
  [
    "invalid_input",
    { duration_minutes: 30, end_datetime: "2099-11-05T15:00:00Z" },
    "duration_minutes",
  ],
  ["invalid_input", { meeting_link: "javascript:alert(1)" }, "meeting_link"],
  ["invalid_input", { meeting_link: "https://" + "a".repeat(500) }, "meeting_link"],
];

Deno.test("meetings that are refused, with nothing written", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const [paul, kim] = [await patient(sql), await researcher(sql)];
  await relate(sql, john, sarah);
  const token = await app.tokenOf(john);
  const expertToken = await app.tokenOf(sarah);
  const good = { user_id: john.id, mentor_id: sarah.id, start_datetime };
  const post = (path: string, by = token) => (body: unknown) =>
    app.call(`POST /api/${path}`, { token: by, body });
  for (const path of ["schedule", "trial_schedule"]) {
    const before = await countRows(sql);
    await t.step(`${path}: with invalid input`, async () => {
      await refuseAll(post(path), good, [
        ...wrongTimes,
        ["invalid_input", { user_id: String(john.id) }, "user_id"],
        ["invalid_input", { mentor_id: undefined }, "mentor_id"],
        ["invalid_input", { title: "x".repeat(256) }, "title"],
        ["invalid_input", { title: 5 }, "title"],
      ]);
    });
    await t.step(`${path}: between the wrong people`, async () => {
      await refuseAll(post(path), good, [
        ["forbidden", { user_id: paul.id }],
        ["forbidden", { user_id: 2_000_000 }],
        ["forbidden", { mentor_id: paul.id }],
        ["forbidden", { mentor_id: 2_000_000 }],
        ["forbidden", { mentor_id: john.id }],
        ["forbidden", { user_id: paul.id, mentor_id: john.id }],
      ]);
      await refuseAll(post(path, expertToken), good, [
        ["forbidden", { mentor_id: kim.id }],
        ["forbidden", { user_id: kim.id }],
        ["forbidden", { user_id: sarah.id, mentor_id: kim.id }],
      ]);
    });
    assert.deepEqual(await countRows(sql), before);
  }
  await t.step("over another meeting of either", async () => {
    await insertSchedule(sql, john, kim, start_datetime);
    await insertSchedule(sql, paul, sarah, "2099-11-05T16:00:00Z");
    const before = await countRows(sql);
    for (const path of ["schedule", "trial_schedule"]) {
      await refuseAll(post(path), good, [
        ["double_booking", {}],
        ["double_booking", { start_datetime: "2099-11-05T13:31:00Z", duration_minutes: 30 }],
        ["double_booking", { start_datetime: "2099-11-05T15:59:00Z" }],
      ]);
    }
    assert.deepEqual(await countRows(sql), before);
  });
});

Deno.test("moves that are refused, with nothing changed", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const token = await app.tokenOf(john);
  const id = await insertSchedule(sql, john, sarah, start_datetime);
  await insertSchedule(sql, await patient(sql), sarah, "2099-11-05T16:00:00Z");
  const put = (id: number | string) => (body: unknown) =>
    app.call(`PUT /api/schedule/${id}`, { token, body });
  const rows = async () => ({
    counts: await countRows(sql),
    schedules: await sql`select * from schedules order by id`,
  });
  const before = await rows();
  await t.step("with invalid input", () => refuseAll(put(id), { start_datetime }, wrongTimes));
  await t.step("into another meeting", () =>
    refuseAll(put(id), { start_datetime }, [
      ["double_booking", { duration_minutes: 121 }],
      ["double_booking", { start_datetime: "2099-11-05T16:59:00Z" }],
    ]));
  await t.step("where there is none", async () => {
    for (const other of [id + 1000, "0", "x", "2147483648"]) {
      problem("not_found", await put(other)({ start_datetime }));
    }
  });
  assert.deepEqual(await rows(), before);
  for (const status of ["cancelled", "completed"]) {
    await t.step(`when it is ${status}`, async () => {
      await sql`update schedules set status = ${status} where id = ${id}`;
      const before = await rows();
      problem("conflict", await put(id)({ start_datetime: "2099-11-08T14:00:00Z" }));
      assert.deepEqual(await rows(), before);
    });
  }
  assert.deepEqual(app.logged, []);
});
