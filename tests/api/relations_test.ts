/** Who may schedule meetings with whom and write to whom, and how much. */
import assert from "node:assert/strict";
import type { User } from "../../lib/contract/users.ts";
import { serveRoutes, type TestRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import {
  insertRequest,
  insertRequests,
  insertSchedule,
  insertSchedules,
  insertService,
  patient,
  relate,
  researcher,
  times,
} from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { problem } from "../helpers/problems.ts";

const start_datetime = "2099-11-05T14:00:00Z";
const NOBODY = 2_000_000;
const WRITES = ["schedule", "trial_schedule", "meeting-notifications"];

/** A body that each of the `WRITES` takes. */
function bodyFor(patientId: number, researcherId: number) {
  return {
    user_id: patientId,
    mentor_id: researcherId,
    start_datetime,
    notification_type: "news",
    title: "News",
    message: "Words",
  };
}

Deno.test("strangers are refused in the same words as people who do not exist", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  await insertSchedule(sql, john, await researcher(sql), start_datetime);
  await insertRequest(sql, john, sarah, { status: "rejected" });
  await insertRequest(sql, john, sarah, { status: "cancelled" });
  const callers: [user: User, bodyWith: (other: number) => unknown, other: number][] = [
    [john, (other) => bodyFor(john.id, other), sarah.id],
    [sarah, (other) => bodyFor(other, sarah.id), john.id],
  ];
  const before = await countRows(sql);
  for (const [user, bodyWith, other] of callers) {
    const token = await app.tokenOf(user);
    for (const path of WRITES) {
      await t.step(`a ${user.role}: ${path}`, async () => {
        const call = (id: number) => app.call(`POST /api/${path}`, { token, body: bodyWith(id) });
        const there = await call(other);
        problem("forbidden", there);
        assert.equal(there.text, (await call(NOBODY)).text);
        assert.equal(there.text, (await call(user.id)).text);
      });
    }
  }
  assert.deepEqual(await countRows(sql), { ...before, sessions: before.sessions + 2 });
  assert.deepEqual(app.logged, []);
});

Deno.test("a request or a schedule makes a relation", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const cases: [what: string, begin: (john: User, sarah: User) => unknown, who: string[]][] = [
    ["an accepted request", (j, s) => relate(sql, j, s), ["patient", "researcher"]],
    ["a pending request", (j, s) => insertRequest(sql, j, s), ["researcher"]],
    [
      "a cancelled meeting",
      (j, s) => insertSchedule(sql, j, s, "1 day", { status: "cancelled" }),
      ["patient", "researcher"],
    ],
  ];
  for (const [what, begin, who] of cases) {
    await t.step(what, async () => {
      const [john, sarah] = [await patient(sql), await researcher(sql)];
      await begin(john, sarah);
      const related: string[] = [];
      for (const user of [john, sarah]) {
        const call = { token: await app.tokenOf(user), body: bodyFor(john.id, sarah.id) };
        const { status } = await app.call("POST /api/meeting-notifications", call);
        if (status === 201) related.push(user.role);
      }
      assert.deepEqual(related, who);
    });
  }
});

/** Fails unless the call is refused for so many seconds at most. */
async function limited(app: TestRoutes, what: string, call: object, seconds: number) {
  const answer = await app.call(what, call);
  problem("rate_limited", answer);
  const wait = Number(answer.headers.get("retry-after"));
  assert.ok(wait > seconds - 60 && wait <= seconds, `${wait}`);
}

Deno.test("two people may begin so much together in a span of time", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const [token, expertToken] = [await app.tokenOf(john), await app.tokenOf(sarah)];
  const HOUR = 3600;

  await t.step("three requests a week, those that are decided included", async () => {
    const body = { expert_id: sarah.id, message: "Hi" };
    const old = new Date(Date.now() - 8 * 24 * HOUR * 1000);
    await insertRequests(
      sql,
      john,
      sarah,
      times(5, () => ({ status: "rejected", created_at: old })),
    );
    for (let i = 0; i < 3; i++) {
      const { status, body: { id } } = await app.call("POST /api/meetings", { token, body });
      assert.equal(status, 201);
      problem("already_pending", await app.call("POST /api/meetings", { token, body }));
      const withdrawn = { token, body: { status: "cancelled" } };
      await app.call(`PUT /api/meetings/${id}/status`, withdrawn);
    }
    await limited(app, "POST /api/meetings", { token, body }, 7 * 24 * HOUR);
    const another = { expert_id: (await researcher(sql)).id, message: "Hi" };
    assert.equal((await app.call("POST /api/meetings", { token, body: another })).status, 201);
  });
  await t.step("thirty notifications an hour by one to the other", async () => {
    await relate(sql, john, sarah);
    const body = { ...bodyFor(john.id, sarah.id), recipient_id: sarah.id };
    const post = (by: string, more = {}) =>
      app.call("POST /api/meeting-notifications", { token: by, body: { ...body, ...more } });
    const answers = await Promise.all(times(31, () => post(token)));
    const refused = answers.filter(({ status }) => status !== 201);
    assert.equal(refused.length, 1);
    await limited(app, "POST /api/meeting-notifications", { token, body }, HOUR);
    assert.equal((await post(expertToken, { recipient_id: john.id })).status, 201);
    await sql`update meeting_notifications set created_at = now() - interval '61 minutes'`;
    assert.equal((await post(token)).status, 201);
  });
  await t.step("a hundred meetings a day, for people and not for services", async () => {
    await insertSchedules(
      sql,
      john,
      sarah,
      times(100, (n) => ({ start: `${n} days`, status: "cancelled" })),
    );
    const body = bodyFor(john.id, sarah.id);
    for (const by of [token, expertToken]) {
      await limited(app, "POST /api/schedule", { token: by, body }, 24 * HOUR);
      await limited(app, "POST /api/trial_schedule", { token: by, body }, 24 * HOUR);
    }
    const call = { token: await app.tokenOf(await insertService(sql)), body };
    assert.equal((await app.call("POST /api/schedule", call)).status, 201);
  });
  assert.deepEqual(app.logged, []);
});
