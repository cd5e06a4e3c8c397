/** What the tables record of themselves in `changes`, and how that is kept. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/db/pool.ts";
import { databaseWithPeople, testDatabase } from "../helpers/database.ts";
import { insertRequest, insertSchedule, patient, researcher } from "../helpers/factories.ts";

const text = { notification_type: "message", title: "Title", message: "Message" };

/** The changes of one topic as `recipient op row`, in order; then forgets all. */
async function recorded(sql: Sql, topic: string): Promise<string[]> {
  const rows = await sql`select * from private.changes where topic = ${topic} order by xid, id`;
  await sql`delete from private.changes`;
  return rows.map(({ recipient_id, op, row_id }) => `${recipient_id} ${op} ${row_id}`);
}

Deno.test("for whom a change of a notification is recorded", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const row = { user_id: john.id, mentor_id: sarah.id, ...text };
  const changed = async (set: Record<string, unknown>) => {
    await sql`update meeting_notifications set ${sql(set)} where id = 1`;
    return await recorded(sql, "notification");
  };
  await sql`insert into meeting_notifications ${sql(row)}`;
  assert.deepEqual(await recorded(sql, "notification"), [`${john.id} insert 1`]);
  assert.deepEqual(await changed({ title: "Other" }), [`${john.id} update 1`]);
  assert.deepEqual(await changed({ title: "Other" }), [], "nothing changed");
  assert.deepEqual(await changed({ is_read: true }), [`${john.id} read 1`]);
  assert.deepEqual(await changed({ is_read: true }), []);
  assert.deepEqual(
    (await changed({ is_read: false, message: "Both" })).sort(),
    [`${john.id} read 1`, `${john.id} update 1`],
  );
  assert.deepEqual(
    (await changed({ recipient_id: sarah.id })).sort(),
    [`${john.id} delete 1`, `${sarah.id} insert 1`],
  );
  await sql`delete from meeting_notifications`;
  assert.deepEqual(await recorded(sql, "notification"), [`${sarah.id} delete 1`]);
});

Deno.test("for whom a change of a request or schedule is recorded", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const [jane, omar] = [await patient(sql), await researcher(sql)];
  await insertRequest(sql, john, sarah);
  assert.deepEqual(
    (await recorded(sql, "request")).sort(),
    [`${john.id} insert 1`, `${sarah.id} insert 1`],
  );
  await sql`update meeting_requests set expert_id = ${omar.id}`;
  assert.deepEqual(
    (await recorded(sql, "request")).sort(),
    [`${john.id} update 1`, `${omar.id} insert 1`, `${sarah.id} delete 1`].sort(),
  );
  await sql`delete from meeting_requests`;
  assert.deepEqual(
    (await recorded(sql, "request")).sort(),
    [`${john.id} delete 1`, `${omar.id} delete 1`].sort(),
  );
  await insertSchedule(sql, john, sarah, "2030-01-01T10:00Z");
  await sql`update schedules set user_id = ${jane.id}, mentor_id = ${omar.id}`;
  await sql`delete from schedules`;
  assert.deepEqual(
    (await recorded(sql, "schedule")).sort(),
    [
      ...[john, sarah, jane, omar].map(({ id }) => `${id} insert 1`),
      ...[john, sarah, jane, omar].map(({ id }) => `${id} delete 1`),
    ].sort(),
  );
});

Deno.test("sessions that end are recorded, those that go on are not", async () => {
  await using db = await databaseWithPeople();
  const { sql, john } = db;
  await sql`
    insert into private.sessions (user_id, expires_at)
    values (${john.id}, now() + interval '1 day'), (${john.id}, now() + interval '1 day')`;
  await sql`update private.sessions set user_agent = 'x', expires_at = expires_at + interval '1 day'`;
  assert.deepEqual(await recorded(sql, "session"), []);
  await sql`update private.sessions set expires_at = now() where id = 1`;
  await sql`delete from private.sessions where id = 2`;
  assert.deepEqual(await recorded(sql, "session"), [`${john.id} delete 1`, `${john.id} delete 2`]);
});

Deno.test("what is rolled back is not recorded, whole or to a savepoint", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const row = { user_id: john.id, mentor_id: sarah.id, ...text };
  await assert.rejects(sql.begin(async (tx) => {
    await tx`insert into meeting_notifications ${tx({ ...row, id: 1 })}`;
    throw new Error("no");
  }));
  await sql.begin(async (tx) => {
    await tx`insert into meeting_notifications ${tx({ ...row, id: 2 })}`;
    await tx.savepoint(async (inner) => {
      await inner`insert into meeting_notifications ${inner({ ...row, id: 3 })}`;
      await inner`delete from meeting_notifications where id = 2`;
      throw new Error("no");
    }).catch(() => {});
    await tx.savepoint((inner) =>
      inner`insert into meeting_notifications ${inner({ ...row, id: 4 })}`
    );
  });
  const rows = await sql`select row_id, xid::text from private.changes order by id`;
  assert.deepEqual(rows.map(({ row_id }) => row_id), [2, 4]);
  assert.equal(rows[0].xid, rows[1].xid, "a savepoint is of its transaction");
});

Deno.test("TRUNCATE is recorded for everybody", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  await sql`truncate meeting_notifications`;
  await sql`truncate schedules cascade`;
  const rows = await sql`select recipient_id, topic, op from private.changes order by id`;
  assert.ok(rows.every(({ recipient_id, op }) => recipient_id === null && op === "truncate"));
  assert.deepEqual([...new Set(rows.map(({ topic }) => topic))].sort(), [
    "meeting_notifications",
    "meeting_requests",
    "schedules",
  ]);
});

Deno.test("a writer notifies hubs unless all of them poll", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const payloads: string[] = [];
  let wake = () => {};
  await sql.listen("liaison_changes", (payload) => {
    payloads.push(payload);
    wake();
  });
  /** The payloads that one insert sends, with hubs in these modes. */
  const notifiesWith = async (modes: string[]) => {
    await sql`delete from private.hubs`;
    for (const mode of modes) {
      await sql`insert into private.hubs (id, mode) values (gen_random_uuid(), ${mode})`;
    }
    payloads.length = 0;
    await sql`
      insert into meeting_notifications ${sql({ user_id: john.id, mentor_id: sarah.id, ...text })}`;
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = () => payloads.at(-1) === "end" && resolve();
    await sql.notify("liaison_changes", "end");
    await promise;
    return payloads.slice(0, -1);
  };
  assert.deepEqual(await notifiesWith([]), []);
  assert.deepEqual(await notifiesWith(["polling"]), []);
  assert.deepEqual(await notifiesWith(["listening"]), [""]);
  assert.deepEqual(await notifiesWith(["settling"]), [""]);
  assert.deepEqual(await notifiesWith(["polling", "listening", "polling"]), [""]);
});

Deno.test("pruning removes what is old, in order, and keeps up to where", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  for (let i = 0; i < 10; i++) {
    await sql`
      insert into meeting_notifications ${sql({ user_id: john.id, mentor_id: sarah.id, ...text })}`;
  }
  const xids = (await sql`select xid::text from private.changes order by id`).map(({ xid }) => xid);
  await sql`update private.changes set at = now() - interval '2 days' where row_id <= 7`;
  const prune = async (most: number) => {
    const [{ removed }] = await sql`
      select private.prune_changes('1 day', ${most})::int as removed`;
    const [{ pruned_to }] = await sql`select pruned_to::text from private.feed`;
    const left = await sql`select row_id from private.changes order by xid, id`;
    return [removed, pruned_to, left.map(({ row_id }) => row_id)];
  };
  await sql`select private.open_feed()`;
  assert.deepEqual(await prune(3), [3, xids[2], [4, 5, 6, 7, 8, 9, 10]]);
  assert.deepEqual(await prune(100), [4, xids[6], [8, 9, 10]]);
  assert.deepEqual(await prune(100), [0, xids[6], [8, 9, 10]]);
});

Deno.test("a feed that was written elsewhere is emptied when it is opened", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const row = { user_id: john.id, mentor_id: sarah.id, ...text };
  const open = async () => (await sql`select private.open_feed() as epoch`)[0].epoch;
  await sql`insert into meeting_notifications ${sql(row)}`;
  const epoch = await open();
  assert.match(epoch, /^\d+-\d+-\d+-\d+\.\d+$/);
  assert.equal(await open(), epoch);
  assert.equal((await sql`select from private.changes`).length, 1, "what was written before stays");

  await sql`update private.feed set epoch = 'elsewhere', pruned_to = '4294967296000'`;
  await sql`update private.changes set xid = '4294967296000'`;
  assert.deepEqual(await Promise.all([open(), open(), open()]), [epoch, epoch, epoch]);
  assert.equal((await sql`select from private.changes`).length, 0);
  assert.deepEqual(
    (await sql`select epoch, pruned_to::text from private.feed`).map((row) => ({ ...row })),
    [
      { epoch: epoch.split(".")[0], pruned_to: "0" },
    ],
  );
  assert.equal((await sql`select from meeting_notifications`).length, 1, "rows of others stay");
});

Deno.test("a writer needs rights on the tables and on nothing else", async () => {
  const role = `writer_${crypto.randomUUID().replaceAll("-", "")}`;
  await using undo = new AsyncDisposableStack();
  const db = await databaseWithPeople({ max: 1 });
  undo.defer(db.drop);
  const { sql, john, sarah } = db;
  await sql`create role ${sql(role)}`;
  undo.defer(async () => {
    await sql`reset role`;
    await sql`drop owned by ${sql(role)}`;
    await sql`drop role ${sql(role)}`;
  });
  await sql`
    grant select, insert, update, delete
    on meeting_requests, meeting_notifications, schedules to ${sql(role)}`;
  await sql`insert into private.hubs (id, mode) values (gen_random_uuid(), 'listening')`;
  await sql`set role ${sql(role)}`;
  await sql`set search_path = ''`;

  await sql`
    insert into public.meeting_requests (requester_id, expert_id, message)
    values (${john.id}, ${sarah.id}, 'x')`;
  await sql`update public.meeting_requests set status = 'accepted'`;
  await sql`
    insert into public.schedules (user_id, mentor_id, start_datetime)
    values (${john.id}, ${sarah.id}, '2030-01-01T10:00Z')`;
  await sql`update public.schedules set status = 'cancelled'`;
  await sql`update public.meeting_notifications set is_read = true`;
  await sql`set search_path = public`;
  await sql`
    select send_meeting_notification(
      user_id => ${john.id}, mentor_id => ${sarah.id}, notification_type => 'message', title => 'x',
      message => 'x')`;
  await sql`delete from meeting_notifications`;
  await sql`delete from schedules`;
  await sql`delete from meeting_requests`;
  for (const table of ["users", "private.changes", "private.hubs", "private.credentials"]) {
    await assert.rejects(sql`select from ${sql(table)}`, { code: "42501" });
  }

  await sql`reset role`;
  const rows = await sql`select topic, count(*)::int from private.changes group by 1 order by 1`;
  assert.deepEqual(rows.map(({ topic, count }) => `${topic} ${count}`), [
    "notification 20",
    "request 6",
    "schedule 6",
  ]);
});
