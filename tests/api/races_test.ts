/** Fifty at once for overlapping times of one researcher, by every way there is. */
import assert from "node:assert/strict";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient, relate, researcher } from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";
import { rounds } from "../helpers/rounds.ts";

const noon = Date.parse("2099-11-05T12:00:00Z");
/** All of these hours overlap in their last minute. */
const startOf = (i: number) => new Date(noon + (i % 50) * 60_000).toISOString();

Deno.test("of overlapping meetings made at once one is made, and the others change nothing", async (t) => {
  await using db = await testDatabase({ max: 20 });
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  for (let round = 0; round < rounds(1, 20); round++) {
    await t.step(`round ${round}`, async () => {
      const sarah = await researcher(sql);
      const expertToken = await app.tokenOf(sarah);
      const contenders = await Promise.all(Array.from({ length: 50 }, async (_, i) => {
        const john = await patient(sql);
        const token = await app.tokenOf(john);
        const start_datetime = startOf(i);
        if (i % 3 === 1) {
          await relate(sql, john, sarah);
          const body = { user_id: john.id, mentor_id: sarah.id, start_datetime };
          return () => byApi("POST /api/schedule", { token, body }, 201);
        }
        if (i % 3 === 2) return () => bySql(john.id, start_datetime);
        const ask = { expert_id: sarah.id, message: "Hi", preferred_datetime: start_datetime };
        const { body: { id } } = await app.call("POST /api/meetings", { token, body: ask });
        const call = { token: expertToken, body: { status: "accepted" } };
        return () => byApi(`PUT /api/meetings/${id}/status`, call, 200);
      }));
      const byApi = async (what: string, call: object, success: number) => {
        const answer = await app.call(what, call);
        if (answer.status === success) return "won";
        problem("double_booking", answer);
        return "lost";
      };
      const bySql = async (user: number, start: string) => {
        const insert = sql`
          insert into schedules (user_id, mentor_id, start_datetime, end_datetime)
          values (${user}, ${sarah.id}, ${start}, ${start}::timestamptz + interval '1 hour')`;
        const error = await insert.then(() => null, (error) => error);
        if (!error) return "won";
        assert.equal(error.code, "23P01");
        return "lost";
      };
      const ends = await Promise.all(contenders.map((contend) => contend()));
      assert.deepEqual(ends.sort(), [...Array(49).fill("lost"), "won"]);

      const [state] = await sql`
        select
          (select count(*)::int from schedules where mentor_id = ${sarah.id}) as schedules,
          (select count(*)::int from meeting_requests
            where expert_id = ${sarah.id} and status = 'accepted' and schedule_id is not null
          ) as accepted,
          (select count(*)::int from meeting_requests
            where expert_id = ${sarah.id} and status = 'pending' and schedule_id is null
          ) as pending,
          (select count(*)::int from meeting_notifications
            where mentor_id = ${sarah.id} and notification_type = 'meeting_scheduled') as notified,
          (select count(*)::int from meeting_notifications
            where mentor_id = ${sarah.id} and notification_type = 'meeting_accepted') as decided`;
      const { accepted } = state;
      assert.ok(accepted <= 1);
      const expected = { schedules: 1, accepted, pending: 17 - accepted, notified: 2 };
      assert.deepEqual({ ...state }, { ...expected, decided: accepted });
    });
  }
  assert.deepEqual(app.logged, []);
});
