/** What the tables record of themselves in `changes`, and how that is kept. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient, researcher } from "../helpers/factories.ts";

const text = { notification_type: "message", title: "Title", message: "Message" };

async function people(sql: Sql) {
  const [john, jane] = [await patient(sql), await patient(sql)];
  const [sarah, omar] = [await researcher(sql), await researcher(sql)];
  return { john: john.id, jane: jane.id, sarah: sarah.id, omar: omar.id };
}

/** The changes of one topic as `recipient op row`, in order; then forgets all. */
async function recorded(sql: Sql, topic: string): Promise<string[]> {
  const rows = await sql`select * from private.changes where topic = ${topic} order by xid, id`;
  await sql`delete from private.changes`;
  return rows.map(({ recipient_id, op, row_id }) => `${recipient_id} ${op} ${row_id}`);
}

Deno.test("for whom a change of a notification is recorded", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { john, sarah } = await people(sql);
  const row = { user_id: john, mentor_id: sarah, ...text };
  const changed = async (set: Record<string, unknown>) => {
    await sql`update meeting_notifications set ${sql(set)} where id = 1`;
    return await recorded(sql, "notification");
  };
  await sql`insert into meeting_notifications ${sql(row)}`;
  assert.deepEqual(await recorded(sql, "notification"), [`${john} insert 1`]);
  assert.deepEqual(await changed({ title: "Other" }), [`${john} update 1`]);
  assert.deepEqual(await changed({ title: "Other" }), [], "nothing changed");
  assert.deepEqual(await changed({ is_read: true }), [`${john} read 1`]);
  assert.deepEqual(await changed({ is_read: true }), []);
  assert.deepEqual(
    (await changed({ is_read: false, message: "Both" })).sort(),
    [`${john} read 1`, `${john} update 1`],
  );
  assert.deepEqual(
    (await changed({ recipient_id: sarah })).sort(),
    [`${john} delete 1`, `${sarah} insert 1`],
  );
  await sql`delete from meeting_notifications`;
  assert.deepEqual(await recorded(sql, "notification"), [`${sarah} delete 1`]);
});

Deno.test("for whom a change of a request or schedule is recorded", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { john, jane, sarah, omar } = await people(sql);
  await sql`
    insert into meeting_requests (requester_id, expert_id, message)
    values (${john}, ${sarah}, 'x')`;
  assert.deepEqual(
    (await recorded(sql, "request")).sort(),
    [`${john} insert 1`, `${sarah} insert 1`],
  );
  await sql`update meeting_requests set expert_id = ${omar}`;
  assert.deepEqual(
    (await recorded(sql, "request")).sort(),
    [`${john} update 1`, `${omar} insert 1`, `${sarah} delete 1`].sort(),
  );
  await sql`delete from meeting_requests`;
  assert.deepEqual(
    (await recorded(sql, "request")).sort(),
    [`${john} delete 1`, `${omar} delete 1`].sort(),
  );
  await sql`
    insert into schedules (user_id, mentor_id, start_datetime)
    values (${john}, ${sarah}, '2030-01-01T10:00Z')`;
  await sql`update schedules set user_id = ${jane}, mentor_id = ${omar}`;
  await sql`delete from schedules`;
  assert.deepEqual(
    (await recorded(sql, "schedule")).sort(),
    [
      ...[john, sarah, jane, omar].map((person) => `${person} insert 1`),
      ...[john, sarah, jane, omar].map((person) => `${person} delete 1`),
    ].sort(),
  );
});

Deno.test("sessions that end are recorded, those that go on are not", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { john } = await people(sql);
  await sql`
    insert into private.sessions (user_id, expires_at)
    values (${john}, now() + interval '1 day'), (${john}, now() + interval '1 day')`;
  await sql`update private.sessions set user_agent = 'x', expires_at = expires_at + interval '1 day'`;
  assert.deepEqual(await recorded(sql, "session"), []);
  await sql`update private.sessions set expires_at = now() where id = 1`;
  await sql`delete from private.sessions where id = 2`;
  assert.deepEqual(await recorded(sql, "session"), [`${john} delete 1`, `${john} delete 2`]);
});

Deno.test("what is rolled back is not recorded, whole or to a savepoint", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const { john, sarah } = await people(sql);
  const row = { user_id: john, mentor_id: sarah, ...text };
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
  await using db = await testDatabase();
  const { sql } = db;
  const { john, sarah } = await people(sql);
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
      insert into meeting_notifications ${sql({ user_id: john, mentor_id: sarah, ...text })}`;
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
  await using db = await testDatabase();
  const { sql } = db;
  const { john, sarah } = await people(sql);
  for (let i = 0; i < 10; i++) {
    await sql`
      insert into meeting_notifications ${sql({ user_id: john, mentor_id: sarah, ...text })}`;
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
  await using db = await testDatabase();
  const { sql } = db;
  const { john, sarah } = await people(sql);
  const row = { user_id: john, mentor_id: sarah, ...text };
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
  const db = await testDatabase({ max: 1 });
  undo.defer(db.drop);
  const { sql } = db;
  const { john, sarah } = await people(sql);
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
    values (${john}, ${sarah}, 'x')`;
  await sql`update public.meeting_requests set status = 'accepted'`;
  await sql`
    insert into public.schedules (user_id, mentor_id, start_datetime)
    values (${john}, ${sarah}, '2030-01-01T10:00Z')`;
  await sql`update public.schedules set status = 'cancelled'`;
  await sql`update public.meeting_notifications set is_read = true`;
  await sql`set search_path = public`;
  await sql`
    select send_meeting_notification(
      user_id => ${john}, mentor_id => ${sarah}, notification_type => 'message', title => 'x',
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
