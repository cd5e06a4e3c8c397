/** What a writer at the database does, as it comes to the right people and to nobody else. */
import assert from "node:assert/strict";
import { notification } from "../../lib/contract/notifications.ts";
import { request, schedule } from "../../lib/contract/meetings.ts";
import type { User } from "../../lib/contract/users.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { type Liaison, startLiaison } from "../helpers/liaison.ts";
import { connected, type LiveClient, tokenOf } from "../helpers/live_client.ts";
import { patient, researcher } from "../helpers/people.ts";

type Name = "john" | "sarah" | "jane" | "omar";

interface Scene extends AsyncDisposable {
  sql: Sql;
  people: Record<Name, User>;
  clients: Record<Name, LiveClient>;
  /**
   * Does `work`, then commits a marker for each person and waits for all of them: what each was
   * told before their marker is all that the work caused. Counts of unread ones may include the
   * marker, unless it comes after the event that `first` names.
   */
  caused(work: Work, first?: [Name, event: string]): Promise<Record<Name, Told[]>>;
}

type Work = (sql: Sql) => PromiseLike<unknown>;
type Told = { event: string; payload: Record<string, unknown> };

async function openScene(liaison: Liaison): Promise<Scene> {
  const { url, db: { sql } } = liaison;
  await using undo = new AsyncDisposableStack();
  const people = {
    john: await patient(sql, { full_name: "John Doe" }),
    jane: await patient(sql, { full_name: "Jane Roe" }),
    sarah: await researcher(sql, { full_name: "Dr. Sarah Smith" }),
    omar: await researcher(sql, { full_name: "Dr. Omar" }),
  };
  const entries: [Name, LiveClient][] = [];
  for (const [name, user] of Object.entries(people)) {
    const client = await connected(url, { token: await tokenOf(sql, user) });
    entries.push([name as Name, undo.use(client)]);
  }
  const clients = Object.fromEntries(entries) as Record<Name, LiveClient>;
  const running = undo.move();
  return {
    sql,
    people,
    clients,
    caused: (work, first) => caused(sql, people, clients, work, first),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

let markers = 0;

async function caused(
  sql: Sql,
  { john, jane, sarah, omar }: Record<Name, User>,
  clients: Record<Name, LiveClient>,
  work: Work,
  first?: [Name, event: string],
) {
  for (const client of Object.values(clients)) client.forget();
  await work(sql);
  if (first) await clients[first[0]].until(first[1]);
  const title = `marker ${++markers}`;
  await sql`
    with marked as (
      insert into meeting_notifications (user_id, mentor_id, recipient_id, notification_type, title, message)
      select u, m, r, 'marker', ${title}::text, 'x'
      from (values (${john.id}::int, ${sarah.id}::int), (${jane.id}, ${omar.id})) p (u, m),
        unnest(array[u, m]) r
      returning id
    ) select from marked`;
  const told: [string, Told[]][] = [];
  for (const [name, client] of Object.entries(clients)) {
    await client.until("new_meeting_notification", (payload) => payload.title === title);
    told.push([name, client.told.filter(({ payload }) => payload.title !== title)]);
  }
  return Object.fromEntries(told) as Record<Name, Told[]>;
}

function names(told: Record<Name, Told[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(told).map(([name, events]) => [name, events.map(({ event }) => event)]),
  );
}

const nobody = { john: [], jane: [], sarah: [], omar: [] };

Deno.test("requests", async (t) => {
  await using liaison = await startLiaison();
  await using scene = await openScene(liaison);
  const { caused, people: { john, sarah, omar } } = scene;

  await t.step("a new one", async () => {
    const ask: Work = (sql) =>
      sql`
        insert into meeting_requests (requester_id, expert_id, message)
        values (${john.id}, ${sarah.id}, ${"Hi\n\nMeeting Type: Video Call"})`;
    const told = await caused(ask, ["sarah", "new_meeting_notification"]);
    assert.deepEqual(names(told), {
      ...nobody,
      john: ["meeting_request_sent"],
      sarah: ["new_meeting_request", "new_meeting_notification"],
    });
    const received = request.parse(told.sarah[0].payload);
    assert.ok(received.type === "received");
    assert.deepEqual(received.requester, { id: john.id, full_name: "John Doe", role: "patient" });
    assert.equal(received.message, "Hi\n\nMeeting Type: Video Call");
    const sent = request.parse(told.john[0].payload);
    assert.ok(sent.type === "sent");
    assert.equal(sent.expert.full_name, "Dr. Sarah Smith");
    assert.equal(told.sarah[1].payload.notification_type, "meeting_request");
    assert.equal(told.sarah[1].payload.unread_count, 1);
  });
  await t.step("a decision", async () => {
    const told = await caused((sql) => sql`update meeting_requests set status = 'accepted'`);
    assert.deepEqual(names(told), {
      ...nobody,
      john: ["meeting_request_updated", "new_meeting_notification"],
      sarah: ["meeting_request_updated"],
    });
    assert.equal(told.john[0].payload.status, "accepted");
    assert.equal(told.john[0].payload.type, "sent");
    assert.equal(told.sarah[0].payload.type, "received");
    assert.equal(told.john[1].payload.notification_type, "meeting_accepted");
  });
  await t.step("another expert", async () => {
    const told = await caused((sql) => sql`update meeting_requests set expert_id = ${omar.id}`);
    assert.deepEqual(names(told), {
      ...nobody,
      john: ["meeting_request_updated"],
      sarah: ["meeting_request_deleted"],
      omar: ["new_meeting_request"],
    });
  });
  await t.step("its end", async () => {
    const told = await caused((sql) => sql`delete from meeting_requests`);
    assert.deepEqual(names(told), {
      ...nobody,
      john: ["meeting_request_deleted"],
      omar: ["meeting_request_deleted"],
    });
    assert.deepEqual(told.john[0].payload, { request_id: 1 });
  });
});

Deno.test("notifications", async (t) => {
  await using liaison = await startLiaison();
  await using scene = await openScene(liaison);
  const { caused, people: { john, sarah }, sql } = scene;
  const insert = (title: string, recipient_id = john.id, message = "Message") => (sql: Sql) =>
    sql`
      insert into meeting_notifications (user_id, mentor_id, recipient_id, notification_type, title, message)
      values (${john.id}, ${sarah.id}, ${recipient_id}, 'message', ${title}, ${message})`;
  const id = async (title: string) =>
    (await sql`select id from meeting_notifications where title = ${title}`)[0].id;

  await t.step("a new one", async () => {
    const told = await caused(insert("one"), ["john", "new_meeting_notification"]);
    assert.deepEqual(names(told), { ...nobody, john: ["new_meeting_notification"] });
    const { unread_count, ...row } = told.john[0].payload;
    assert.equal(notification.parse(row).recipient_id, john.id);
    assert.deepEqual(Object.keys(row).sort(), Object.keys(notification.shape).sort());
    assert.equal(unread_count, 1);
  });
  await t.step("one for the researcher", async () => {
    const told = await caused(insert("hers", sarah.id));
    assert.deepEqual(names(told), { ...nobody, sarah: ["new_meeting_notification"] });
  });
  await t.step("is read, and unread again", async () => {
    const one = await id("one");
    const set = (is_read: boolean) => (sql: Sql) =>
      sql`update meeting_notifications set is_read = ${is_read} where id = ${one}`;
    const [{ unread }] = await sql`
      select count(*)::int as unread from meeting_notifications
      where recipient_id = ${john.id} and not is_read`;
    const told = await caused(set(true), ["john", "notification_marked_read"]);
    assert.deepEqual(names(told), { ...nobody, john: ["notification_marked_read"] });
    const { read_at, ...payload } = told.john[0].payload;
    assert.deepEqual(payload, {
      notification_id: one,
      user_id: john.id,
      is_read: true,
      unread_count: unread - 1,
    });
    assert.match(String(read_at), /^\d{4}-.*Z$/);
    assert.deepEqual(names(await caused(set(true))), nobody);
    const again = await caused(set(false));
    assert.equal(again.john[0].payload.is_read, false);
    assert.equal(again.john[0].payload.read_at, null);
  });
  await t.step("several are read in one commit", async () => {
    const all = await sql`
      select id from meeting_notifications where recipient_id = ${john.id} and not is_read
      order by id`;
    const read: Work = (sql) =>
      sql`update meeting_notifications set is_read = true where recipient_id = ${john.id}`;
    const told = await caused(read, ["john", "notifications_marked_read"]);
    assert.deepEqual(names(told), { ...nobody, john: ["notifications_marked_read"] });
    const ids = told.john[0].payload.notification_ids as number[];
    assert.deepEqual(ids.sort((a, b) => a - b), all.map(({ id }) => id));
    assert.equal(told.john[0].payload.unread_count, 0);
  });
  await t.step("is changed, is for another, and goes", async () => {
    const one = await id("one");
    assert.deepEqual(
      names(
        await caused((sql) =>
          sql`update meeting_notifications set message = 'Other' where id = ${one}`
        ),
      ),
      { ...nobody, john: ["meeting_notification_updated"] },
    );
    assert.deepEqual(
      names(
        await caused((sql) =>
          sql`update meeting_notifications set recipient_id = mentor_id where id = ${one}`
        ),
      ),
      { ...nobody, john: ["meeting_notification_deleted"], sarah: ["new_meeting_notification"] },
    );
    const told = await caused((sql) => sql`delete from meeting_notifications where id = ${one}`);
    assert.deepEqual(names(told), { ...nobody, sarah: ["meeting_notification_deleted"] });
    assert.equal(told.sarah[0].payload.notification_id, one);
  });
  await t.step("by send_meeting_notification()", async () => {
    const told = await caused((sql) =>
      sql`
        select send_meeting_notification(
          user_id => ${john.id}, mentor_id => ${sarah.id}, notification_type => 'message',
          title => 'sent', message => 'x')`
    );
    assert.deepEqual(names(told), { ...nobody, john: ["new_meeting_notification"] });
  });
  await t.step("what is rolled back is told to nobody", async () => {
    const told = await caused(async (sql) => {
      await sql.begin(async (tx) => {
        await insert("never")(tx as unknown as Sql);
        await tx`update meeting_notifications set title = 'never'`;
        throw new Error("no");
      }).catch(() => {});
    });
    assert.deepEqual(names(told), nobody);
  });
  await t.step("20,000 characters of any kind arrive as they are", async () => {
    const long = "Zoë 患者 👩‍⚕️ \u2028 \u0001 \\ \" '\n".repeat(1000).slice(0, 20_000);
    const told = await caused(insert("long", john.id, long));
    assert.deepEqual(told.john.map(({ payload }) => payload.message), [long.toWellFormed()]);
  });
});

Deno.test("schedules", async (t) => {
  await using liaison = await startLiaison();
  await using scene = await openScene(liaison);
  const { caused, people: { john, sarah } } = scene;

  await t.step("a new one", async () => {
    const told = await caused((sql) =>
      sql`
        insert into schedules (user_id, mentor_id, start_datetime, end_datetime)
        values (${john.id}, ${sarah.id}, '2030-01-01T10:00Z', '2030-01-01T10:45Z')`
    );
    const both = ["schedule_created", "new_meeting_notification"];
    assert.deepEqual(names(told), { ...nobody, john: both, sarah: both });
    const made = schedule.parse(told.sarah[0].payload);
    assert.equal(made.duration_minutes, 45);
    assert.equal(made.start_datetime, "2030-01-01T10:00:00.000Z");
  });
  await t.step("a cancelled one", async () => {
    const told = await caused((sql) => sql`update schedules set status = 'cancelled'`);
    const both = ["schedule_updated", "new_meeting_notification"];
    assert.deepEqual(names(told), { ...nobody, john: both, sarah: both });
    assert.equal(told.john[0].payload.status, "cancelled");
    assert.equal(told.john[1].payload.notification_type, "meeting_cancelled");
  });
  await t.step("its end", async () => {
    const told = await caused((sql) => sql`delete from schedules`);
    const both = ["schedule_deleted"];
    assert.deepEqual(names(told), { ...nobody, john: both, sarah: both });
  });
});

Deno.test("TRUNCATE makes everybody start anew", async () => {
  await using liaison = await startLiaison();
  await using scene = await openScene(liaison);
  const { sql, clients } = scene;
  await sql`truncate meeting_notifications`;
  for (const client of Object.values(clients)) {
    const { payload } = await client.until("resync");
    assert.deepEqual(payload, { reason: "truncated" });
  }
  assert.deepEqual(names(await scene.caused(() => Promise.resolve())), nobody);
});

Deno.test("5,000 notifications for 50 people in one statement", async () => {
  await using liaison = await startLiaison();
  const { url, db: { sql } } = liaison;
  await using clients = new AsyncDisposableStack();
  const sarah = await researcher(sql);
  const all: { user: User; client: LiveClient }[] = [];
  for (let i = 0; i < 50; i++) {
    const user = await patient(sql);
    const client = await connected(url, { token: await tokenOf(sql, user) });
    all.push({ user, client: clients.use(client) });
  }
  await sql`
    insert into meeting_notifications (user_id, mentor_id, notification_type, title, message)
    select (${all.map(({ user }) => user.id)}::int[])[1 + i % 50], ${sarah.id}::int, 'message',
      'bulk', i::text
    from generate_series(1, 5000) i`;
  await sql`
    insert into meeting_notifications (user_id, mentor_id, notification_type, title, message)
    select unnest(${
    all.map(({ user }) => user.id)
  }::int[]), ${sarah.id}::int, 'marker', 'end', 'x'`;
  for (const { user, client } of all) {
    await client.until("new_meeting_notification", ({ title }) => title === "end");
    const rows = client.told.slice(0, -1).map(({ payload }) => payload);
    assert.equal(rows.length, 100);
    assert.ok(rows.every(({ recipient_id }) => recipient_id === user.id));
    assert.ok(rows.every(({ unread_count }) => unread_count === 100 || unread_count === 101));
    assert.equal(new Set(rows.map(({ message }) => message)).size, 100);
  }
});

Deno.test("a client that only polls hears the same", async () => {
  await using liaison = await startLiaison();
  const { url, db: { sql } } = liaison;
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  const token = await tokenOf(sql, john);
  await using client = await connected(url, { token, transports: ["polling"] });
  for (const count of [1, 3, 700]) {
    await sql`
      insert into meeting_notifications (user_id, mentor_id, notification_type, title, message)
      select ${john.id}::int, ${sarah.id}::int, 'message', ${`of ${count}`}::text, i::text
      from generate_series(1, ${count}::int) i`;
  }
  await client.until("new_meeting_notification", ({ message }) => message === "700");
  assert.deepEqual(
    client.told.map(({ payload }) => `${payload.title} ${payload.message}`),
    [1, 3, 700].flatMap((count) => Array.from({ length: count }, (_, i) => `of ${count} ${i + 1}`)),
  );
});
