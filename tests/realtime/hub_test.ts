/** The hub's sleep and waking, and what it does not miss whatever happens. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/db/pool.ts";
import { startHub, terminate, type TestHub } from "../helpers/audience.ts";
import { testDatabase } from "../helpers/database.ts";
import { eventually } from "../helpers/heard.ts";
import { patient, researcher } from "../helpers/people.ts";

const text = { notification_type: "message", title: "Title", message: "Message" };

async function pair(sql: Sql) {
  const [john, sarah] = [await patient(sql), await researcher(sql)];
  return { user_id: john.id, mentor_id: sarah.id };
}

type Pair = Awaited<ReturnType<typeof pair>>;

async function notify(sql: Sql, pair: Pair): Promise<number> {
  const [{ id }] = await sql<{ id: number }[]>`
    insert into meeting_notifications ${sql({ ...pair, ...text })} returning id`;
  return id;
}

function arrival({ audience }: TestHub, id: number) {
  return audience.changes.until(`row ${id}`, ({ row_id }) => row_id === id);
}

function isIn(state: string, { hub }: TestHub): Promise<void> {
  return eventually(`the hub is ${state}`, () => hub.state === state);
}

/** Writes, many at once, until the hub is awake. */
async function rouse(sql: Sql, pair: Pair, hub: TestHub): Promise<void> {
  await eventually("the hub wakes", async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, () => notify(sql, pair)));
    await Promise.all(ids.map((id) => arrival(hub, id)));
    return hub.hub.state === "awake";
  });
}

/** Counts the rings of the bell that come of some work. */
async function bellRings(sql: Sql) {
  let rings = 0;
  let ended = () => {};
  await sql.listen("liaison_bell", (word) => {
    if (word === "") rings++;
    if (word === "end") ended();
  });
  return async (work: () => Promise<unknown>): Promise<number> => {
    rings = 0;
    await work();
    const { promise, resolve } = Promise.withResolvers<void>();
    ended = resolve;
    await sql.notify("liaison_bell", "end");
    await promise;
    return rings;
  };
}

Deno.test("a sleeping hub is rung, and hears it", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const people = await pair(sql);
  await using listener = await startHub(db.url, [people.user_id]);
  await eventually("it listens", () => listener.hub.health.bell);
  const ringsOf = await bellRings(sql);
  let waited = 0;
  for (let i = 0; i < 4; i++) {
    await isIn("asleep", listener);
    const [row] = await sql`select id, awake from hubs`;
    assert.deepEqual({ ...row }, { id: listener.hub.id, awake: false });
    let id = 0;
    const begin = performance.now();
    assert.equal(await ringsOf(async () => id = await notify(sql, people)), 1);
    await arrival(listener, id);
    waited += performance.now() - begin;
  }
  assert.ok(waited < 2000, `without a bell the four would take 4 s; they took ${waited} ms`);
});

Deno.test("nobody rings for a hub that is awake", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const people = await pair(sql);
  await using listener = await startHub(db.url, [people.user_id]);
  const ringsOf = await bellRings(sql);
  const hubRow = async (tx: Sql) => JSON.stringify(await tx`select awake, seen_at from hubs`);
  for (let seenAwake = 0; seenAwake < 20;) {
    await rouse(sql, people, listener);
    let wasAwake = false;
    let id = 0;
    const rings = await ringsOf(() =>
      sql.begin(async (tx) => {
        const before = await hubRow(tx as unknown as Sql);
        id = await notify(tx as unknown as Sql, people);
        const after = await hubRow(tx as unknown as Sql);
        wasAwake = before === after && JSON.parse(after)[0].awake;
      })
    );
    await arrival(listener, id);
    if (!wasAwake) continue;
    assert.equal(rings, 0);
    seenAwake++;
  }
});

Deno.test("a hub that lay down looks on until all who saw it awake have ended", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const people = await pair(sql);
  await using listener = await startHub(db.url, [people.user_id]);
  const { hub } = listener;
  let waited = 0;
  for (let i = 0; i < 3; i++) {
    await rouse(sql, people, listener);
    await using writer = await openTransaction(sql);
    const id = await notify(writer.tx, people);
    await eventually("it lies down", async () => {
      const [row] = await sql`select awake from hubs`;
      return !row.awake && hub.state !== "awake";
    });
    for (let others = 0; others < 3; others++) {
      assert.equal(hub.state, "drowsy");
      await arrival(listener, await notify(sql, people));
    }
    assert.equal(hub.state, "drowsy");
    const begin = performance.now();
    await writer.commit();
    await arrival(listener, id);
    waited += performance.now() - begin;
    await isIn("asleep", listener);
  }
  assert.ok(waited < 900, `the three took ${waited} ms`);
});

/** A transaction held open until it is told to end; rolled back where it is not. */
async function openTransaction(sql: Sql) {
  const opened = Promise.withResolvers<Sql>();
  const ending = Promise.withResolvers<void>();
  const ended = sql.begin(async (tx) => {
    opened.resolve(tx as unknown as Sql);
    await ending.promise;
  });
  ended.catch(opened.reject);
  const tx = await opened.promise;
  return {
    tx,
    async commit() {
      ending.resolve();
      await ended;
    },
    async [Symbol.asyncDispose]() {
      ending.reject(new Error("not committed"));
      await ended.catch(() => {});
    },
  };
}

Deno.test("a transaction held open delays nobody, and arrives", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const people = await pair(sql);
  await using listener = await startHub(db.url, [people.user_id]);
  await using writer = await openTransaction(sql);
  const held = [await notify(writer.tx, people), await notify(writer.tx, people)];
  const others = [];
  for (let i = 0; i < 50; i++) {
    const id = await notify(sql, people);
    others.push(id);
    await arrival(listener, id);
  }
  const ids = () => listener.audience.changes.all.map(({ row_id }) => row_id);
  assert.deepEqual(ids(), others);
  await writer.commit();
  await arrival(listener, held[1]);
  const marker = await notify(sql, people);
  await arrival(listener, marker);
  assert.deepEqual(ids(), [...others, ...held, marker]);
});

Deno.test("a missed ring loses nothing", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const people = await pair(sql);
  await using listener = await startHub(db.url, [people.user_id]);
  const sent = [];
  for (let i = 0; i < 3; i++) {
    await eventually("it listens", () => listener.hub.health.bell);
    await isIn("asleep", listener);
    await eventually("the bell is gone", async () => await terminate(sql, "liaison bell") > 0);
    const id = await notify(sql, people);
    await arrival(listener, id);
    sent.push(id);
  }
  assert.deepEqual(listener.audience.changes.all.map(({ row_id }) => row_id), sent);
});

Deno.test("a lost connection loses nothing and repeats nothing", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const people = await pair(sql);
  await using listener = await startHub(db.url, [people.user_id]);
  const sent = [];
  for (let i = 0; i < 60; i++) {
    if (i % 20 === 10) await terminate(sql, "liaison hub");
    if (i % 20 === 15) await terminate(sql, "liaison bell");
    sent.push(await notify(sql, people));
  }
  await arrival(listener, sent.at(-1)!);
  assert.deepEqual(listener.audience.changes.all.map(({ row_id }) => row_id), sent);
  assert.deepEqual(listener.audience.resyncs.all, []);
});

Deno.test("two hubs: each hears all, and one that is awake does not mute the other", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const people = await pair(sql);
  await using first = await startHub(db.url, [people.user_id]);
  await using second = await startHub(db.url, [people.user_id, people.mentor_id]);
  for (let i = 0; i < 30; i++) await notify(sql, people);
  await sql`
    insert into meeting_requests (requester_id, expert_id, message)
    values (${people.user_id}, ${people.mentor_id}, 'x')`;
  const marker = await notify(sql, people);
  await Promise.all([arrival(first, marker), arrival(second, marker)]);
  assert.equal(first.audience.changes.all.length, 32);
  assert.equal(second.audience.changes.all.length, 34);
  const own = (line: string) => line.startsWith(`${people.user_id} `);
  assert.deepEqual(second.audience.lines.filter(own), first.audience.lines);

  await isIn("asleep", first);
  await isIn("asleep", second);
  await sql`update hubs set awake = true where id = ${first.hub.id}`;
  const ringsOf = await bellRings(sql);
  assert.equal(await ringsOf(() => notify(sql, people)), 1);
});

Deno.test("a hub keeps its row, sweeps the dead's, and takes its own away", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const living = crypto.randomUUID();
  const dead = crypto.randomUUID();
  const ids = async () => (await sql`select id from hubs order by seen_at`).map(({ id }) => id);
  {
    await using listener = await startHub(db.url, []);
    await sql`delete from hubs`;
    await sql`
      insert into hubs (id, awake, seen_at) values
        (${dead}, false, now() - interval '31 seconds'),
        (${living}, false, now() - interval '20 seconds')`;
    await eventually("a heartbeat", async () => {
      const rows = await ids();
      return rows.includes(listener.hub.id) && !rows.includes(dead);
    });
    assert.deepEqual(await ids(), [living, listener.hub.id]);
  }
  assert.deepEqual(await ids(), [living]);
});

Deno.test("TRUNCATE is for everybody", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  await using listener = await startHub(db.url, []);
  await sql`truncate meeting_notifications`;
  const change = await listener.audience.changes.until("it", ({ op }) => op === "truncate");
  assert.equal(change.recipient_id, null);
});

Deno.test("a feed of another life makes everybody start anew", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const people = await pair(sql);
  await using listener = await startHub(db.url, [people.user_id]);
  await arrival(listener, await notify(sql, people));
  await sql`
    create or replace function live.life() returns text language sql as $$ select 'another' $$`;
  await terminate(sql, "liaison hub");
  const reason = await listener.audience.resyncs.until("resync", () => true);
  assert.equal(reason, "another_life");
  assert.match(listener.hub.life, /^another\./);
  await arrival(listener, await notify(sql, people));
});

Deno.test("a cursor that was pruned over makes everybody start anew", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const people = await pair(sql);
  await using listener = await startHub(db.url, [people.user_id]);
  await arrival(listener, await notify(sql, people));
  await sql`update feed set pruned_to = '4294967296000'`;
  await terminate(sql, "liaison hub");
  const reason = await listener.audience.resyncs.until("resync", () => true);
  assert.equal(reason, "too_old");
  await arrival(listener, await notify(sql, people));
});

Deno.test("a hub that cannot read at first says so, and leaves nothing open", async () => {
  await using db = await testDatabase();
  await db.sql`drop table changes, feed cascade`;
  await assert.rejects(startHub(db.url, []), { code: "42P01" });
});
