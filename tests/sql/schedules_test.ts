/** Nobody is in two meetings at once, whoever writes and however many do so at the same time. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertSchedule, patient, researcher } from "../helpers/factories.ts";
import { rounds } from "../helpers/rounds.ts";

type Slot = {
  user: number;
  mentor: number;
  from: string;
  to: string;
  status?: string;
  trial?: boolean;
};

function insert(sql: Sql, { user, mentor, from, to, status = "scheduled", trial }: Slot) {
  const [start, end_datetime] = [from, to].map((time) => `2030-01-01T${time}Z`);
  const fields = { end_datetime, status, is_trial: trial ?? false };
  return insertSchedule(sql, { id: user }, { id: mentor }, start, fields);
}

async function people(sql: Sql) {
  const patients = [await patient(sql), await patient(sql)];
  const researchers = [await researcher(sql), await researcher(sql)];
  return { users: patients.map(({ id }) => id), mentors: researchers.map(({ id }) => id) };
}

Deno.test("two meetings of one person", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const { users: [user, user2], mentors: [mentor, mentor2] } = await people(sql);
  const slot = { user, mentor, from: "10:00", to: "11:00" };
  const id = await insert(sql, slot);
  const taken = (side: string) => ({ code: "23P01", constraint_name: `schedules_${side}_is_free` });

  await t.step("do not overlap", async () => {
    for (const [from, to] of [["10:00", "11:00"], ["09:30", "10:01"], ["10:59", "12:00"]]) {
      await assert.rejects(insert(sql, { ...slot, mentor: mentor2, from, to }), taken("user"));
      await assert.rejects(insert(sql, { ...slot, user: user2, from, to }), taken("mentor"));
    }
    await assert.rejects(
      insert(sql, { ...slot, mentor: mentor2, from: "09:00", to: "12:00" }),
      taken("user"),
    );
  });
  await t.step("may follow each other at once", async () => {
    await insert(sql, { ...slot, from: "09:00", to: "10:00" });
    await insert(sql, { ...slot, from: "11:00", to: "12:00" });
  });
  await t.step("do not concern other people", async () => {
    await insert(sql, { ...slot, user: user2, mentor: mentor2 });
  });
  await t.step("cannot be moved into each other", async () => {
    await assert.rejects(
      sql`update schedules set end_datetime = '2030-01-01T11:30Z' where id = ${id}`,
      { code: "23P01" },
    );
  });
  await t.step("free their time when cancelled or completed", async () => {
    for (const status of ["cancelled", "completed"]) {
      await insert(sql, { ...slot, status });
      await sql`update schedules set status = ${status} where id = ${id}`;
      const other = await insert(sql, slot);
      await assert.rejects(
        sql`update schedules set status = 'scheduled' where id = ${id}`,
        { code: "23P01" },
      );
      await sql`delete from schedules where id = ${other}`;
      await sql`update schedules set status = 'scheduled' where id = ${id}`;
    }
  });
});

Deno.test("what a schedule must have", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { users: [user], mentors: [mentor] } = await people(sql);
  const slot = { user, mentor, from: "10:00", to: "11:00" };
  const broken = (constraint_name: string) => ({ code: "23514", constraint_name });
  await assert.rejects(
    insert(sql, { ...slot, to: "10:00" }),
    broken("schedules_start_before_end"),
  );
  await assert.rejects(insert(sql, { ...slot, to: "09:00" }), { code: /22000|23514/ });
  await assert.rejects(insert(sql, { ...slot, status: "done" }), broken("schedules_status"));
  await assert.rejects(
    insert(sql, { ...slot, user: mentor, mentor: user }),
    broken("schedules_parties"),
  );
  await assert.rejects(insert(sql, { ...slot, mentor: user }), broken("schedules_parties"));
  const id = await insert(sql, slot);
  for (const end of ["infinity", "-infinity"]) {
    await assert.rejects(
      sql`update schedules set end_datetime = ${end}::text::timestamptz where id = ${id}`,
      { code: /22000|23514/ },
    );
  }
});

Deno.test("a pair has one trial that is not cancelled", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { users: [user, user2], mentors: [mentor] } = await people(sql);
  const first = { user, mentor, from: "10:00", to: "10:30", trial: true };
  const second = { ...first, from: "12:00", to: "12:30" };
  const used = { code: "23505", constraint_name: "schedules_one_trial" };
  const id = await insert(sql, first);
  await assert.rejects(insert(sql, second), used);
  await insert(sql, { ...second, trial: false });
  await insert(sql, { ...second, user: user2, from: "13:00", to: "13:30" });
  await sql`update schedules set status = 'completed' where id = ${id}`;
  await assert.rejects(insert(sql, { ...second, from: "14:00", to: "14:30" }), used);
  await sql`update schedules set status = 'cancelled' where id = ${id}`;
  await insert(sql, { ...second, from: "14:00", to: "14:30" });
});

Deno.test("of 20 who book the same time at once, one gets it", async (t) => {
  await using db = await testDatabase({ max: 20 });
  const { sql } = db;
  const { users, mentors } = await people(sql);
  await Promise.all(Array.from({ length: 20 }, () => sql`select pg_sleep(0.01)`));

  const race = async (slots: Slot[]) => {
    const results = await Promise.allSettled(slots.map((slot) => insert(sql, slot)));
    return results.map((result) => result.status === "fulfilled" ? "booked" : result.reason.code);
  };
  for (let round = 0; round < rounds(2, 50); round++) {
    await t.step(`one pair, round ${round}`, async () => {
      const slot = { user: users[0], mentor: mentors[0], from: "10:00", to: "11:00" };
      const ends = await race(Array.from({ length: 20 }, () => slot));
      assert.deepEqual(ends.sort(), [...Array(19).fill("23P01"), "booked"]);
      await sql`delete from schedules`;
    });
    await t.step(`four pairs that share their people, round ${round}`, async () => {
      const slots = Array.from({ length: 20 }, (_, i) => ({
        user: users[i % 2],
        mentor: mentors[(i >> 1) % 2],
        from: `10:${10 + i}`,
        to: "11:00",
      }));
      const ends = await race(slots);
      assert.equal(ends.filter((end) => end === "booked").length, 2, `${ends}`);
      assert.equal(ends.filter((end) => end === "23P01").length, 18, `${ends}`);
      await sql`delete from schedules`;
    });
  }
});
