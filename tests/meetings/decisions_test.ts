import assert from "node:assert/strict";
import { request, schedule } from "../../lib/contract/meetings.ts";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { decideRequest } from "../../lib/meetings/decisions.ts";
import { createRequest } from "../../lib/meetings/requests.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient, researcher } from "../helpers/factories.ts";
import { countRows } from "../helpers/tables.ts";
import { rejectsWith, settled } from "../helpers/app_errors.ts";

const start_datetime = "2099-11-04T19:00:00.000Z";

async function ask(sql: Sql, fields = {}) {
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const { id } = await createRequest(sql, john, { expert_id: sarah.id, message: "Hi", ...fields });
  return { john, sarah, id };
}

async function scheduleOf(sql: Sql, id: number | null) {
  const [row] =
    await sql`select private.schedule_json(s) as schedule from schedules s where id = ${id}`;
  return schedule.parse(row.schedule);
}

Deno.test("a decision", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;

  await t.step("accepts with a given time", async () => {
    const { john, sarah, id } = await ask(sql, { preferred_datetime: "2099-12-01T10:00:00Z" });
    const decided = await decideRequest(sql, sarah, id, {
      status: "accepted",
      start_datetime: "2099-11-04T20:00:00+01:00",
      duration_minutes: 45,
      meeting_link: "https://meet.example.org/a",
    });
    assert.deepEqual(request.parse(decided), decided);
    assert.deepEqual([decided.status, decided.type], ["accepted", "received"]);
    assert.notEqual(decided.updated_at, null);
    const made = await scheduleOf(sql, decided.schedule_id);
    assert.deepEqual([made.user_id, made.mentor_id], [john.id, sarah.id]);
    assert.deepEqual([made.start_datetime, made.duration_minutes], [start_datetime, 45]);
    assert.equal(made.meeting_link, "https://meet.example.org/a");
    const [notification] = await sql`
      select meeting_datetime, meeting_link from meeting_notifications
      where notification_type = 'meeting_accepted'`;
    assert.deepEqual({ ...notification }, {
      meeting_datetime: new Date(start_datetime),
      meeting_link: "https://meet.example.org/a",
    });
  });

  await t.step("accepts with the preferred time, for an hour", async () => {
    const { sarah, id } = await ask(sql, { preferred_datetime: start_datetime });
    const { schedule_id } = await decideRequest(sql, sarah, id, { status: "accepted" });
    const made = await scheduleOf(sql, schedule_id);
    assert.deepEqual([made.start_datetime, made.duration_minutes], [start_datetime, 60]);
  });

  await t.step("accepts unscheduled without a time, or when it has passed", async () => {
    const { schedules } = await countRows(sql);
    const asked = [await ask(sql), await ask(sql, { preferred_datetime: start_datetime })];
    await sql`
      update meeting_requests set preferred_datetime = '2020-01-01Z' where id = ${asked[1].id}`;
    for (const { sarah, id } of asked) {
      const decided = await decideRequest(sql, sarah, id, { status: "accepted" });
      assert.deepEqual([decided.status, decided.schedule_id], ["accepted", null]);
    }
    assert.equal((await countRows(sql)).schedules, schedules);
  });

  await t.step("rejects or withdraws, with a reason", async () => {
    const rejected = await ask(sql);
    const reason = " No time ";
    const no = await decideRequest(sql, rejected.sarah, rejected.id, {
      status: "rejected",
      reason,
    });
    assert.deepEqual([no.status, no.decision_reason], ["rejected", "No time"]);
    const withdrawn = await ask(sql);
    const off = await decideRequest(sql, withdrawn.john, withdrawn.id, {
      status: "cancelled",
      reason: "",
    });
    assert.deepEqual([off.status, off.decision_reason, off.type], ["cancelled", null, "sent"]);
  });
});

Deno.test("a decision is refused, with nothing left behind", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const { john, sarah, id } = await ask(sql);
  const [otherPatient, otherResearcher] = [await patient(sql), await researcher(sql)];
  const before = await countRows(sql);
  const decide = (user: User, input: unknown) => decideRequest(sql, user, id, input);
  const accepted = "accepted", cancelled = "cancelled", rejected = "rejected";

  await t.step("to the wrong side", async () => {
    await rejectsWith("forbidden", decide(john, { status: accepted }));
    await rejectsWith("forbidden", decide(john, { status: rejected }));
    await rejectsWith("forbidden", decide(sarah, { status: cancelled }));
  });
  await t.step("to strangers, and where there is none", async () => {
    await rejectsWith("not_found", decide(otherPatient, { status: cancelled }));
    await rejectsWith("not_found", decide(otherResearcher, { status: accepted }));
    await rejectsWith("not_found", decideRequest(sql, sarah, id + 1, { status: accepted }));
  });
  await t.step("with a time that has passed, or a link and no time", async () => {
    const past = await rejectsWith(
      "invalid_input",
      decide(sarah, { status: accepted, start_datetime: "2020-01-01T00:00:00Z" }),
    );
    assert.equal(past.errors?.[0].path, "start_datetime");
    const link = { status: accepted, meeting_link: "https://meet.example.org" };
    const lost = await rejectsWith("invalid_input", decide(sarah, link));
    assert.equal(lost.errors?.[0].path, "meeting_link");
  });
  await t.step("with fields of an accepted one", async () => {
    for (
      const field of [{ start_datetime }, { duration_minutes: 30 }, { meeting_link: "http://a" }]
    ) {
      const error = await rejectsWith(
        "invalid_input",
        decide(sarah, { status: rejected, ...field }),
      );
      assert.equal(error.errors?.[0].path, Object.keys(field)[0]);
    }
  });
  await t.step("with invalid input", async () => {
    for (
      const input of [
        {},
        { status: "pending" },
        { status: accepted, start_datetime: "tomorrow" },
        { status: accepted, start_datetime: "2099-01-01T00:00:00" },
        { status: accepted, start_datetime, duration_minutes: 0 },
        { status: accepted, start_datetime, duration_minutes: 1e9 },
        { status: accepted, start_datetime, meeting_link: "javascript:alert(1)" },
        { status: rejected, reason: "x".repeat(1001) },
      ]
    ) {
      await rejectsWith("invalid_input", decide(sarah, input));
    }
  });
  assert.deepEqual(await countRows(sql), before);

  await t.step("when it is decided already", async () => {
    await decide(sarah, { status: rejected });
    const decided = await countRows(sql);
    await rejectsWith("not_pending", decide(sarah, { status: accepted }));
    await rejectsWith("not_pending", decide(sarah, { status: rejected }));
    await rejectsWith("not_pending", decide(john, { status: cancelled }));
    assert.deepEqual(await countRows(sql), decided);
  });
});

Deno.test("racing decisions", async (t) => {
  await using db = await testDatabase({ max: 20 });
  const { sql } = db;

  await t.step("of one request: one counts", async () => {
    const { john, sarah, id } = await ask(sql, { preferred_datetime: start_datetime });
    const results = await settled([
      decideRequest(sql, sarah, id, { status: "accepted" }),
      decideRequest(sql, sarah, id, { status: "rejected" }),
      decideRequest(sql, john, id, { status: "cancelled" }),
      decideRequest(sql, sarah, id, { status: "accepted" }),
    ]);
    assert.deepEqual(results.sort(), ["not_pending", "not_pending", "not_pending", "ok"]);
    const [{ status, schedules }] = await sql`
      select status, (select count(*)::int from schedules where user_id = ${john.id}) as schedules
      from meeting_requests where id = ${id}`;
    assert.equal(schedules, status === "accepted" ? 1 : 0);
  });

  await t.step("for one researcher's time: one gets it, the others stay pending", async () => {
    const sarah = await researcher(sql);
    const ids: number[] = [];
    for (let i = 0; i < 20; i++) {
      const input = { expert_id: sarah.id, message: "Hi", preferred_datetime: start_datetime };
      ids.push((await createRequest(sql, await patient(sql), input)).id);
    }
    const before = await countRows(sql);
    const results = await settled(
      ids.map((id) => decideRequest(sql, sarah, id, { status: "accepted" })),
    );
    assert.deepEqual(results.sort(), [...Array(19).fill("double_booking"), "ok"]);
    const statuses = await sql`
      select status, count(*)::int from meeting_requests where id = any (${ids})
      group by status order by status`;
    assert.deepEqual(statuses.map((row) => ({ ...row })), [
      { status: "accepted", count: 1 },
      { status: "pending", count: 19 },
    ]);
    const after = await countRows(sql);
    assert.equal(after.schedules, before.schedules + 1);
    assert.equal(after.notifications, before.notifications + 3);
  });

  await t.step("for one patient's time, by two researchers", async () => {
    const john = await patient(sql);
    const experts = await Promise.all([1, 2, 3, 4].map(() => researcher(sql)));
    const asked = await Promise.all(experts.map(async (expert) => ({
      expert,
      request: await createRequest(sql, john, { expert_id: expert.id, message: "Hi" }),
    })));
    const results = await settled(
      asked.map(({ expert, request }) =>
        decideRequest(sql, expert, request.id, { status: "accepted", start_datetime })
      ),
    );
    assert.deepEqual(results.sort(), [...Array(3).fill("double_booking"), "ok"]);
  });
});
