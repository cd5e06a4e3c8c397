import assert from "node:assert/strict";
import { type Schedule, scheduleAnswer, schedulesAnswer } from "../../lib/contract/meetings.ts";
import { serveRoutes, type TestRoutes } from "../helpers/routes.ts";
import type { Answer } from "../helpers/http.ts";
import { testDatabase } from "../helpers/database.ts";
import {
  insertSchedule,
  insertSchedules,
  patient,
  relate,
  researcher,
  times,
} from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";

const start_datetime = "2099-11-05T14:00:00.000Z";

function made(answer: Answer, status: number): Schedule {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  return scheduleAnswer.parse(answer.body).schedule;
}

async function list(app: TestRoutes, token: string, path: string): Promise<Schedule[]> {
  const answer = await app.call(`GET ${path}`, { token });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return schedulesAnswer.parse(answer.body).schedules;
}

Deno.test("a meeting is made, found and moved, and both are notified", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [john, sarah] = [await patient(db.sql), await researcher(db.sql)];
  await relate(db.sql, john, sarah);
  const [token, expertToken] = [await app.tokenOf(john), await app.tokenOf(sarah)];
  const pair = { user_id: john.id, mentor_id: sarah.id };
  const notified = async () => {
    const rows = await db.sql`
      select recipient_id, notification_type from meeting_notifications order by id`;
    await db.sql`delete from meeting_notifications`;
    return rows.map(({ recipient_id, notification_type }) => `${recipient_id} ${notification_type}`)
      .sort();
  };
  const both = (type: string) => [`${john.id} ${type}`, `${sarah.id} ${type}`].sort();
  let schedule: Schedule;

  await t.step("by one of the two, for an hour", async () => {
    const body = { ...pair, start_datetime: "2099-11-05T15:00:00+01:00", title: " Visit " };
    schedule = made(await app.call("POST /api/schedule", { token, body }), 201);
    const { id, created_at, version, ...rest } = schedule;
    assert.ok(id > 0 && created_at && version >= Date.parse(created_at) * 1000);
    assert.deepEqual(rest, {
      ...pair,
      user: { id: john.id, full_name: john.full_name, role: "patient" },
      mentor: { id: sarah.id, full_name: sarah.full_name, role: "researcher" },
      start_datetime,
      end_datetime: "2099-11-05T15:00:00.000Z",
      duration_minutes: 60,
      meeting_link: null,
      title: "Visit",
      is_trial: false,
      status: "scheduled",
      cancel_reason: null,
      sequence: 0,
      updated_at: null,
    });
    assert.deepEqual(await notified(), both("meeting_scheduled"));
  });
  await t.step("by the other, with an end, a duration, or both that agree", async () => {
    const at = (hour: number) => `2099-11-06T${hour}:00:00Z`;
    const cases = [
      { start_datetime: at(10), end_datetime: "2099-11-06T12:45:00+02:00" },
      { start_datetime: at(12), duration_minutes: 45, end_datetime: null },
      { start_datetime: at(14), duration_minutes: 45, end_datetime: "2099-11-06T14:45:00Z" },
    ];
    for (const times of cases) {
      const body = { ...pair, ...times, meeting_link: "https://meet.example.org/a" };
      const answer = await app.call("POST /api/schedule/", { token: expertToken, body });
      assert.equal(made(answer, 201).duration_minutes, 45);
    }
  });
  await t.step("back to back is no overlap", async () => {
    const body = { ...pair, start_datetime: "2099-11-05T15:00:00Z", duration_minutes: 5 };
    made(await app.call("POST /api/schedule", { token, body }), 201);
  });
  await t.step("a trial takes 30 minutes", async () => {
    const body = { ...pair, start_datetime: "2099-12-05T15:00:00Z" };
    const trial = made(await app.call("POST /api/trial_schedule", { token, body }), 201);
    assert.deepEqual([trial.is_trial, trial.duration_minutes], [true, 30]);
    const again = { ...body, start_datetime: "2099-12-06T15:00:00Z" };
    problem("trial_used", await app.call("POST /api/trial_schedule", { token, body: again }));
    problem("trial_used", await app.call("POST /api/trial_schedule", { token, body }));
    const trials = await list(app, expertToken, "/api/trial_schedule");
    assert.deepEqual(trials, [trial]);
  });
  await t.step("moved by either, for as long as before by default", async () => {
    await notified();
    const path = `PUT /api/schedule/${schedule.id}`;
    const later = { start_datetime: "2099-11-07T14:00:00Z", meeting_link: "http://a.example.org/" };
    const moved = made(await app.call(path, { token: expertToken, body: later }), 200);
    assert.deepEqual(moved, {
      ...schedule,
      start_datetime: "2099-11-07T14:00:00.000Z",
      end_datetime: "2099-11-07T15:00:00.000Z",
      meeting_link: "http://a.example.org/",
      sequence: 1,
      updated_at: moved.updated_at,
      version: moved.version,
    });
    assert.ok(moved.version > schedule.version);
    assert.deepEqual(await notified(), both("meeting_rescheduled"));
    const shorter = { start_datetime: "2099-11-07T14:30:00Z", duration_minutes: 15 };
    const short = made(await app.call(path, { token, body: shorter }), 200);
    assert.equal(short.end_datetime, "2099-11-07T14:45:00.000Z");
    assert.equal(short.meeting_link, "http://a.example.org/");
    const bare = { ...shorter, meeting_link: null };
    assert.equal(made(await app.call(path, { token, body: bare }), 200).meeting_link, null);
  });
  assert.deepEqual(app.logged, []);
});

Deno.test("lists of meetings, soonest first, by time, status and page", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah, other] = [await patient(sql), await researcher(sql), await patient(sql)];
  const day = "1 day";
  const ids = {
    today: await insertSchedule(sql, john, sarah, "2 hours"),
    past: await insertSchedule(sql, john, sarah, "-3 days"),
    trial: await insertSchedule(sql, john, sarah, day, { is_trial: true }),
    off: await insertSchedule(sql, john, sarah, "2 days", { status: "cancelled" }),
    others: await insertSchedule(sql, other, sarah, "4 hours"),
  };
  const [token, expertToken] = [await app.tokenOf(john), await app.tokenOf(sarah)];
  const names = Object.fromEntries(Object.entries(ids).map(([name, id]) => [id, name]));
  const found = async (path: string, by = token) =>
    (await list(app, by, path)).map(({ id }) => names[id]);
  const at = (ms: number) => encodeURIComponent(new Date(Date.now() + ms).toISOString());
  const hour = 3_600_000;
  const cases: [path: string, names: string[]][] = [
    ["/api/schedule", ["past", "today", "trial", "off"]],
    ["/api/schedule?status=scheduled", ["past", "today", "trial"]],
    ["/api/schedule?status=cancelled", ["off"]],
    ["/api/schedule?status=completed", []],
    [`/api/schedule?from=${at(0)}`, ["today", "trial", "off"]],
    [`/api/schedule?to=${at(0)}`, ["past"]],
    [`/api/schedule?from=${at(2.5 * hour)}&to=${at(24.5 * hour)}`, ["today", "trial"]],
    [`/api/schedule?from=${at(3.5 * hour)}&to=${at(23.5 * hour)}`, []],
    ["/api/schedule?limit=2&offset=1", ["today", "trial"]],
    ["/api/schedule?offset=9", []],
    ["/api/trial_schedule", ["trial"]],
    [`/api/trial_schedule?to=${at(0)}`, []],
  ];
  for (const [path, expected] of cases) {
    await t.step(path.replace(/\d{4}-[^&]*/g, "…"), async () => {
      assert.deepEqual(await found(path), expected);
    });
  }
  await t.step("the researcher sees those of all patients", async () => {
    const expected = ["past", "today", "others", "trial", "off"];
    assert.deepEqual(await found("/api/schedule", expertToken), expected);
  });
  await t.step("all of them, however many a person has", async () => {
    const past = times(1197, (i) => ({ start: `-${i + 3} days`, status: "completed" }));
    await insertSchedules(sql, john, sarah, past);
    assert.equal((await found("/api/schedule")).length, 1201);
    let path: string | undefined = "/api/schedule?limit=500&status=completed";
    for (const count of [500, 500, 197]) {
      const { headers, body } = await app.call(`GET ${path}`, { token });
      assert.equal(schedulesAnswer.parse(body).schedules.length, count);
      path = /<(.*)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
    }
    assert.equal(path, undefined);
  });
  for (
    const [query, field] of [
      ["from=tomorrow", "from"],
      ["from=2026-01-01T00:00:00", "from"],
      ["to=2026-01-01", "to"],
      ["to=", "to"],
      ["status=lost", "status"],
      ["limit=10001", "limit"],
      ["limit=0", "limit"],
      ["offset=x", "offset"],
      [`from=${at(hour)}&to=${at(0)}`, "to"],
    ]
  ) {
    await t.step(`refused: ${field}`, async () => {
      for (const path of ["schedule", "trial_schedule"]) {
        const answer = await app.call(`GET /api/${path}?${query}`, { token });
        assert.deepEqual(problem("invalid_input", answer).errors?.map((e) => e.path), [field]);
      }
    });
  }
});
