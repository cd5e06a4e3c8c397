/** A double booking names the caller's own meeting in the way, and nobody else's. */
import assert from "node:assert/strict";
import type { Schedule } from "../../lib/contract/meetings.ts";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { serveRoutes } from "../helpers/routes.ts";
import type { Call } from "../helpers/http.ts";
import { testDatabase } from "../helpers/database.ts";
import {
  insertRequest,
  insertSchedule,
  patient,
  relate,
  researcher,
} from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";

const taken = "2099-11-05T14:00:00.000Z";
const free = "2099-11-06T14:00:00.000Z";

async function meet(sql: Sql, user: User, mentor: User, at = taken): Promise<Schedule> {
  const [{ schedule }] = await sql<{ schedule: Schedule }[]>`
    select private.schedule_json(s) as schedule
    from schedules s where id = ${await insertSchedule(sql, user, mentor, at)}`;
  return schedule;
}

function ask(sql: Sql, from: User, to: User, at: string | null): Promise<number> {
  return insertRequest(sql, from, to, { preferred_datetime: at });
}

Deno.test("a double booking names the caller's own meeting alone", async (t) => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const { sql } = db;
  const [john, paul] = [await patient(sql), await patient(sql)];
  const [sarah, kim] = [await researcher(sql), await researcher(sql)];
  await relate(sql, john, sarah);
  const own = await meet(sql, paul, sarah);
  const tokens = new Map<User, string>();
  for (const user of [john, sarah, kim]) tokens.set(user, await app.tokenOf(user));
  const collide = async (what: string, user: User, body: Call["body"], headers = {}) => {
    const answer = await app.call(what, { token: tokens.get(user), body, headers });
    return problem("double_booking", answer).schedule;
  };
  const pair = { user_id: john.id, mentor_id: sarah.id };

  await t.step("when a request is accepted at its preferred time", async () => {
    const id = await ask(sql, john, sarah, "2099-11-05T14:30:00Z");
    assert.deepEqual(
      await collide(`PUT /api/meetings/${id}/status`, sarah, { status: "accepted" }),
      own,
    );
  });
  await t.step("when a request is accepted at another time", async () => {
    const id = await ask(sql, john, sarah, free);
    const body = { status: "accepted", start_datetime: "2099-11-05T13:30:00Z" };
    const path = `PUT /api/meetings/${id}/status`;
    assert.deepEqual(await collide(path, sarah, { ...body, duration_minutes: 31 }), own);
  });
  await t.step("not when it is the other's", async () => {
    const id = await ask(sql, paul, kim, taken);
    const path = `PUT /api/meetings/${id}/status`;
    assert.equal(await collide(path, kim, { status: "accepted" }), undefined);
  });
  await t.step("when a meeting is made, by either", async () => {
    const body = { ...pair, start_datetime: taken };
    assert.deepEqual(await collide("POST /api/schedule", sarah, body), own);
    assert.deepEqual(await collide("POST /api/trial_schedule", sarah, body), own);
    assert.equal(await collide("POST /api/schedule", john, body), undefined);
  });
  await t.step("again, with the same key", async () => {
    const body = { ...pair, start_datetime: taken };
    const key = { "idempotency-key": "k" };
    assert.deepEqual(await collide("POST /api/schedule", sarah, body, key), own);
    assert.deepEqual(await collide("POST /api/schedule", sarah, body, key), own);
  });
  await t.step("when a meeting is moved, but not that meeting itself", async () => {
    const moved = await meet(sql, john, sarah, "2099-11-05T13:00:00Z");
    const body = { start_datetime: "2099-11-05T13:15:00Z" };
    assert.deepEqual(await collide(`PUT /api/schedule/${moved.id}`, sarah, body), own);
    assert.equal(
      await collide(`PUT /api/schedule/${own.id}`, sarah, body).then((s) => s?.id),
      moved.id,
    );
  });
  await t.step("and never one that is cancelled", async () => {
    await sql`update schedules set status = 'cancelled'`;
    const answer = await app.call("POST /api/schedule", {
      token: tokens.get(sarah),
      body: { ...pair, start_datetime: taken },
    });
    assert.equal(answer.status, 201);
  });
  assert.deepEqual(app.logged, []);
});
