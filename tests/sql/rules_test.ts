/** What the tables refuse, and what they fill in. */
import assert from "node:assert/strict";
import { databaseWithPeople, testDatabase } from "../helpers/database.ts";
import { insertRequest, insertSchedule, patient, researcher } from "../helpers/factories.ts";

const text = { notification_type: "message", title: "Title", message: "Message" };

async function refused(constraint: string, work: PromiseLike<unknown>): Promise<void> {
  const error = await Promise.resolve(work).then(() => null, (error) => error);
  assert.ok(error, `${constraint}: it was not refused`);
  assert.equal(error.constraint_name, constraint, error.message);
}

Deno.test("who the recipient of a notification is", async (t) => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const stranger = await researcher(sql);
  const insert = (recipient: Record<string, number | null>) =>
    sql`
      insert into meeting_notifications
        ${sql({ user_id: john.id, mentor_id: sarah.id, ...text, ...recipient })}
      returning recipient_id`;

  await t.step("the patient by default", async () => {
    assert.equal((await insert({}))[0].recipient_id, john.id);
    assert.equal((await insert({ recipient_id: null }))[0].recipient_id, john.id);
  });
  await t.step("the researcher if the writer wants it", async () => {
    assert.equal((await insert({ recipient_id: sarah.id }))[0].recipient_id, sarah.id);
  });
  await t.step("never anybody else", async () => {
    const rule = "meeting_notifications_recipient";
    await refused(rule, insert({ recipient_id: stranger.id }));
    await refused(rule, sql`update meeting_notifications set recipient_id = ${stranger.id}`);
  });
  await t.step("a user that exists", async () => {
    await assert.rejects(insert({ user_id: 999_999 }), { code: "23503" });
    await assert.rejects(insert({ mentor_id: 999_999 }), { code: "23503" });
  });
});

Deno.test("is_read and read_at agree", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const row = { user_id: john.id, mentor_id: sarah.id, ...text };
  const at = new Date("2026-01-01T00:00:00Z");
  const read = async (change: Record<string, unknown>) => {
    const [now] = await sql`
      update meeting_notifications set ${sql(change)} returning is_read, read_at`;
    return now;
  };
  const [first] = await sql`
    insert into meeting_notifications ${sql({ ...row, is_read: false, read_at: at })}
    returning is_read, read_at`;
  assert.deepEqual({ ...first }, { is_read: false, read_at: null });

  const marked = await read({ is_read: true });
  assert.ok(marked.read_at instanceof Date);
  assert.deepEqual(await read({ is_read: true }), marked, "again changes nothing");
  assert.deepEqual(await read({ title: "Other" }), marked);
  assert.deepEqual({ ...await read({ is_read: false }) }, { is_read: false, read_at: null });
  assert.deepEqual({ ...await read({ is_read: null }) }, { is_read: false, read_at: null });
  assert.deepEqual({ ...await read({ is_read: true, read_at: at }) }, {
    is_read: true,
    read_at: at,
  });
});

Deno.test("updated_at follows every update", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await insertRequest(sql, john, sarah);
  await insertSchedule(sql, john, sarah, "2030-01-01T10:00Z");
  for (const table of ["users", "meeting_requests", "schedules", "meeting_notifications"]) {
    const [before] = await sql`select updated_at from ${sql(table)} limit 1`;
    assert.equal(before.updated_at, null, table);
    const seen: string[] = [];
    for (const written of [null, "2001-01-01T00:00Z"]) {
      const [row] = await sql`
        update ${sql(table)} set updated_at = ${written}
        returning to_char(updated_at, 'YYYY-MM-DD HH24:MI:SS.US') as at`;
      seen.push(row.at);
    }
    assert.ok(seen[0] > "2002" && seen[1] > seen[0], `${table}: ${seen}`);
  }
});

Deno.test("updated_at grows by a millisecond at least", async (t) => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const timeOf = async () => {
    const [row] = await sql`select private.iso(updated_at) as at from meeting_requests`;
    return row.at as string;
  };
  await t.step("when an older transaction writes last", async () => {
    await insertRequest(sql, john, sarah);
    const older = await sql.reserve();
    try {
      await older`begin`;
      await older`select now()`;
      await sql`update meeting_requests set message = 'edited'`;
      const edited = await timeOf();
      await older`update meeting_requests set status = 'accepted'`;
      await older`commit`;
      assert.ok(await timeOf() > edited, `${await timeOf()} ${edited}`);
    } finally {
      older.release();
    }
  });
  await t.step("when a row came with a time ahead", async () => {
    for (const column of ["created_at", "updated_at"]) {
      const cases = [
        ["2099-01-01T00:00:00.000Z", "2099-01-01T00:00:00.001Z"],
        ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
      ];
      for (const [ahead, next] of cases) {
        await sql`delete from meeting_requests`;
        await insertRequest(sql, john, sarah, { [column]: ahead });
        await sql`update meeting_requests set message = 'y'`;
        assert.equal(await timeOf(), next);
      }
    }
  });
  await t.step("when updates follow each other at once", async () => {
    const times: string[] = [];
    await sql`delete from meeting_requests`;
    await insertRequest(sql, john, sarah);
    for (let i = 0; i < 20; i++) {
      await sql`update meeting_requests set message = ${i}, updated_at = null`;
      times.push(await timeOf());
    }
    assert.equal(new Set(times).size, 20);
    assert.deepEqual(times, times.toSorted());
  });
});

Deno.test("the form of a notification", async (t) => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const insert = (change: Record<string, string>) =>
    sql`
      insert into meeting_notifications
      ${sql({ user_id: john.id, mentor_id: sarah.id, ...text, ...change })}`;

  await t.step("types", async () => {
    for (const type of ["x", "meeting_scheduled", `a${"_".repeat(49)}`]) {
      await insert({ notification_type: type });
    }
    for (const type of ["", "_x", "Message", "a b", "a1", "é", "message\n"]) {
      await refused("meeting_notifications_type", insert({ notification_type: type }));
    }
    await assert.rejects(insert({ notification_type: "a".repeat(51) }), { code: "22001" });
  });
});

Deno.test("who asks whom", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const insert = (requester_id: number, expert_id: number) =>
    sql`insert into meeting_requests ${sql({ requester_id, expert_id, message: "x" })}`;
  await insert(john.id, sarah.id);
  await refused("meeting_requests_parties", insert(sarah.id, john.id));
  await refused("meeting_requests_parties", insert(john.id, john.id));
  await refused("meeting_requests_parties", insert(sarah.id, sarah.id));
  await refused(
    "meeting_requests_parties",
    sql`update meeting_requests set requester_id = expert_id`,
  );
  await assert.rejects(insert(john.id, 999_999), { code: "23503" });
});

Deno.test("a request's status and type are from closed sets", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const row = { requester_id: john.id, expert_id: sarah.id, message: "x" };
  for (const status of ["pending", "accepted", "rejected", "cancelled"]) {
    await sql`insert into meeting_requests ${sql({ ...row, status })}`;
  }
  for (const status of ["", "done", "Pending", "pending "]) {
    await assert.rejects(sql`insert into meeting_requests ${sql({ ...row, status })}`, {
      code: "23514",
      constraint_name: "meeting_requests_status",
    });
  }
  await assert.rejects(sql`insert into meeting_requests ${sql({ ...row, meeting_type: "fax" })}`, {
    constraint_name: "meeting_requests_meeting_type",
  });
});

Deno.test("people", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const john = await patient(sql, { email: "John@example.org" });

  await t.step("have an address of their own, whatever its case", async () => {
    await refused("users_email", patient(sql, { email: "john@EXAMPLE.org" }));
    await assert.rejects(patient(sql, { email: "no address" }), { code: "23514" });
  });
  await t.step("have a time zone that exists", async () => {
    const zones =
      "America/Argentina/Buenos_Aires America/Port-au-Prince Asia/Calcutta Etc/GMT+5 CET";
    for (const time_zone of zones.split(" ")) await patient(sql, { time_zone });
    const none = "Mars/Olympus +05:00 UTC+3 Mars/Base-3 <+03>-3 PDT Z posix/Europe/Berlin Factory";
    for (const time_zone of ["", ...none.split(" ")]) {
      await refused("users_time_zone", patient(sql, { time_zone }));
    }
  });
  await t.step("keep their role", async () => {
    const role = (role: string) => sql`update users set role = ${role} where id = ${john.id}`;
    await role("patient");
    await refused("users_role_stays", role("researcher"));
    await refused(
      "users_role",
      sql`insert into users (email, full_name, role) values ('a@example.org', 'A', 'doctor')`,
    );
  });
  await t.step("take their rows with them, and the feed has the deletions", async () => {
    const sarah = await researcher(sql);
    const id = await insertRequest(sql, john, sarah);
    await sql`delete from users where id = ${john.id}`;
    const [left] = await sql`
      select (select count(*)::int from meeting_requests) as requests,
        (select count(*)::int from meeting_notifications) as notifications`;
    assert.deepEqual({ ...left }, { requests: 0, notifications: 0 });
    const changes = await sql`
      select topic, row_id from private.changes where recipient_id = ${sarah.id} and op = 'delete'
      order by topic`;
    assert.deepEqual(changes.map(({ topic }) => topic), ["notification", "request"]);
    assert.equal(changes[1].row_id, id);
  });
});
