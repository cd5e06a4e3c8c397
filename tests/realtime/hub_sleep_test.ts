/** The hub's sleep and waking. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/db/pool.ts";
import { Bell } from "../../lib/realtime/notifier.ts";
import { startHub, type TestHub } from "../helpers/audience.ts";
import { testDatabase } from "../helpers/database.ts";
import { eventually } from "../helpers/heard.ts";
import { arrival, bellRings, isIn, notify, openTransaction, type Pair, pair } from "./hub_scene.ts";

/**
 * As long as it is held, a sleeping hub does not look by itself within the time that tests wait:
 * what it hears, it was rung for, or looked for before it slept.
 */
function noLooksAsleep(): Disposable {
  const { wait } = Bell.prototype;
  Bell.prototype.wait = function (ms) {
    return wait.call(this, ms < 1000 ? ms : 600_000);
  };
  return {
    [Symbol.dispose]() {
      Bell.prototype.wait = wait;
    },
  };
}

/** Writes, many at once, until the hub is awake. */
async function rouse(sql: Sql, pair: Pair, hub: TestHub): Promise<void> {
  await eventually("the hub wakes", async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, () => notify(sql, pair)));
    await Promise.all(ids.map((id) => arrival(hub, id)));
    return hub.hub.state === "awake";
  });
}

Deno.test("a sleeping hub is rung, and hears it", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const people = await pair(sql);
  using _ = noLooksAsleep();
  await using listener = await startHub(db.url, [people.user_id]);
  await eventually("it listens", () => listener.hub.health.bell);
  const ringsOf = await bellRings(sql);
  for (let i = 0; i < 4; i++) {
    await isIn("asleep", listener);
    const [row] = await sql`select id, awake from hubs`;
    assert.deepEqual({ ...row }, { id: listener.hub.id, awake: false });
    let id = 0;
    assert.equal(await ringsOf(async () => id = await notify(sql, people)), 1);
    await arrival(listener, id);
  }
});

Deno.test("nobody rings for a hub that is awake", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const people = await pair(sql);
  await using listener = await startHub(db.url, [people.user_id]);
  const ringsOf = await bellRings(sql);
  const hubRow = async (tx: Sql) => JSON.stringify(await tx`select awake, seen_at from hubs`);
  for (let seenAwake = 0, attempts = 1; seenAwake < 20; attempts++) {
    assert.ok(attempts < 100, "the table says that it is awake, too");
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
  using _ = noLooksAsleep();
  await using listener = await startHub(db.url, [people.user_id]);
  const { hub } = listener;
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
    await writer.commit();
    await arrival(listener, id);
    await isIn("asleep", listener);
  }
});
