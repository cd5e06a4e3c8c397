/** The modes of the hub. */
import assert from "node:assert/strict";
import type { Sql } from "../../../lib/db/pool.ts";
import { Notifier } from "../../../lib/realtime/notifier.ts";
import { startHub, type TestHub } from "../../helpers/audience.ts";
import { type DatabaseWithPeople, databaseWithPeople } from "../../helpers/database.ts";
import { insertNotification } from "../../helpers/factories.ts";
import { eventually } from "../../helpers/signals.ts";
import { arrival, countNotifies, isIn, openTransaction } from "./hub_scene.ts";

/**
 * As long as this is held, a listening hub does not poll by itself within the time that tests wait:
 * what it delivers, it was notified of, or it polled before it listened.
 */
function noPollsWhileListening(): Disposable {
  const { wait } = Notifier.prototype;
  Notifier.prototype.wait = function (ms) {
    return wait.call(this, ms < 1000 ? ms : 600_000);
  };
  return {
    [Symbol.dispose]() {
      Notifier.prototype.wait = wait;
    },
  };
}

/** Writes, many at once, until the hub is polling. */
async function makeBusy({ sql, john, sarah }: DatabaseWithPeople, hub: TestHub): Promise<void> {
  await eventually("the hub polls", async () => {
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => insertNotification(sql, john, sarah)),
    );
    await Promise.all(ids.map((id) => arrival(hub, id)));
    return hub.hub.health.mode === "polling";
  });
}

Deno.test("a listening hub is notified of a commit once, and delivers it", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  using _ = noPollsWhileListening();
  await using listener = await startHub(db.url, [john.id]);
  await eventually("it listens", () => listener.hub.health.notifier);
  const notifiesOf = await countNotifies(sql);
  for (let i = 0; i < 4; i++) {
    await isIn("listening", listener);
    const [row] = await sql`select id, mode from private.hubs`;
    assert.equal(row.id, listener.hub.id);
    assert.notEqual(row.mode, "polling");
    let id = 0;
    assert.equal(await notifiesOf(async () => id = await insertNotification(sql, john, sarah)), 1);
    await arrival(listener, id);
  }
});

Deno.test("writers do not notify a hub that is polling", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using listener = await startHub(db.url, [john.id]);
  const notifiesOf = await countNotifies(sql);
  const hubRow = async (tx: Sql) =>
    JSON.stringify(await tx`select mode, seen_at from private.hubs`);
  for (let seenPolling = 0, attempts = 1; seenPolling < 20; attempts++) {
    assert.ok(attempts < 100, "its row in the table shows that it polls, too");
    await makeBusy(db, listener);
    let wasPolling = false;
    let id = 0;
    const notifies = await notifiesOf(() =>
      sql.begin(async (tx) => {
        const before = await hubRow(tx as unknown as Sql);
        id = await insertNotification(tx as unknown as Sql, john, sarah);
        const after = await hubRow(tx as unknown as Sql);
        wasPolling = before === after && JSON.parse(after)[0].mode === "polling";
      })
    );
    await arrival(listener, id);
    if (!wasPolling) continue;
    assert.equal(notifies, 0);
    seenPolling++;
  }
});

Deno.test("a hub stays settling until all transactions that saw it polling have ended", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  using _ = noPollsWhileListening();
  await using listener = await startHub(db.url, [john.id]);
  const { hub } = listener;
  for (let i = 0; i < 3; i++) {
    await makeBusy(db, listener);
    await using writer = await openTransaction(sql);
    const id = await insertNotification(writer.tx, john, sarah);
    await eventually("it settles", async () => {
      const [row] = await sql`select mode from private.hubs`;
      return row.mode !== "polling" && hub.health.mode !== "polling";
    });
    for (let others = 0; others < 3; others++) {
      assert.equal(hub.health.mode, "settling");
      await arrival(listener, await insertNotification(sql, john, sarah));
    }
    assert.equal(hub.health.mode, "settling");
    await writer.commit();
    await arrival(listener, id);
    await isIn("listening", listener);
  }
});
