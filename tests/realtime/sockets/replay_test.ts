/** Clients that were away go on where they stopped. */
import assert from "node:assert/strict";
import type { User } from "../../../lib/contract/users.ts";
import type { Sql } from "../../../lib/db/pool.ts";
import { startApp } from "../../helpers/app.ts";
import { type ClientOptions, connected, type LiveClient } from "../../helpers/live_client.ts";
import { tokenOf } from "../../helpers/auth.ts";
import {
  insertNotifications,
  insertRequest,
  patient,
  researcher,
  times,
} from "../../helpers/factories.ts";

function notify(sql: Sql, john: User, sarah: User, count: number, message = "x") {
  return insertNotifications(sql, john, sarah, times(count, () => ({ message })));
}

const idsOf = (client: LiveClient) => client.events.map(({ payload }) => payload.id);

function last(client: LiveClient, ids: number[]) {
  return client.until("new_meeting_notification", ({ id }) => id === ids.at(-1));
}

async function stage() {
  const app = await startApp();
  const { url, sql } = app;
  const [john, sarah, omar] = [await patient(sql), await researcher(sql), await patient(sql)];
  const token = await tokenOf(sql, john);
  const probe = await connected(url, { token: await tokenOf(sql, omar), reconnection: true });
  return {
    app,
    sql,
    john,
    sarah,
    /** Connects once the hub has passed all that is committed by now. */
    connect: async (options: ClientOptions = {}) => {
      await last(probe, await notify(sql, omar, sarah, 1));
      return await connected(url, { token, ...options });
    },
    [Symbol.asyncDispose]: async () => {
      await probe.close();
      await app.stop();
    },
  };
}

Deno.test("a replay sends what was missed in order and once, before what is new", async () => {
  await using scene = await stage();
  const { sql, john, sarah, connect } = scene;
  const jane = await patient(sql);
  await notify(sql, john, sarah, 2);
  const client = await connect();
  const seen = await notify(sql, john, sarah, 3);
  await last(client, seen);
  await client.close();
  assert.deepEqual(idsOf(client), seen, "nothing from before the first connection");

  const missed: number[] = [];
  for (let i = 0; i < 5; i++) {
    missed.push(...await notify(sql, john, sarah, 1 + i));
    await notify(sql, jane, sarah, 2);
  }
  for (let i = 0; i < 3; i++) {
    await using again = await connect({ offset: client.offset });
    assert.deepEqual(again.received.all.at(-1)?.event, "ready", "all of it comes before `ready`");
    const fresh = await notify(sql, john, sarah, 2);
    await last(again, fresh);
    assert.deepEqual(idsOf(again), [...missed, ...fresh]);
    missed.push(...fresh);
  }
});

Deno.test("a replay sends each kind of change once", async () => {
  await using scene = await stage();
  const { sql, john, sarah, connect } = scene;
  const [id, gone] = await notify(sql, john, sarah, 2);
  const first = await connect();
  await first.close();
  await insertRequest(sql, john, sarah);
  await sql`update meeting_notifications set is_read = true where id = ${id}`;
  await sql`delete from meeting_notifications where id = ${gone}`;
  await sql`update meeting_requests set status = 'rejected'`;
  await using again = await connect({ offset: first.offset });
  assert.deepEqual(again.events.map(({ event }) => event), [
    "meeting_request_sent",
    "notification_marked_read",
    "meeting_notification_deleted",
    "meeting_request_updated",
    "new_meeting_notification",
  ]);
});

Deno.test("a replay continues within a big commit", async () => {
  await using scene = await stage();
  const { sql, john, sarah, connect } = scene;
  await using client = await connect();
  const ids = await notify(sql, john, sarah, 3000);
  await last(client, ids);
  assert.deepEqual(idsOf(client), ids);
  for (const at of [0, 1, 999, 1000, 1500, 2998, 2999]) {
    await using again = await connect({ offset: client.events[at].rest[0] });
    assert.deepEqual(idsOf(again), ids.slice(at + 1), `after ${at + 1}`);
  }
});

Deno.test("clients that reconnect during writes get every row once", async () => {
  await using scene = await stage();
  const { sql, john, sarah, connect } = scene;
  const sent: number[] = [];
  const got: number[] = [];
  let client = await connect();
  let leaving = false;
  const writing = (async () => {
    for (let i = 0; !leaving; i++) sent.push(...await notify(sql, john, sarah, 1 + i % 3));
  })();
  for (let i = 0; i < 6; i++) {
    await client.until("new_meeting_notification");
    await client.close();
    got.push(...idsOf(client));
    client = await connect({ offset: client.offset });
  }
  leaving = true;
  await writing;
  if (got.at(-1) !== sent.at(-1)) await last(client, sent);
  await client.close();
  got.push(...idsOf(client));
  assert.deepEqual(got, sent);
});

Deno.test("a replay works across a restart of the app", async () => {
  await using scene = await stage();
  const { app, sql, john, sarah, connect } = scene;
  const client = await connect();
  const seen = await notify(sql, john, sarah, 3);
  await last(client, seen);
  await client.close();
  const missed = await notify(sql, john, sarah, 3);
  await app.restart();
  missed.push(...await notify(sql, john, sarah, 3));
  await using again = await connect({ offset: client.offset });
  assert.deepEqual(idsOf(again), missed);
});

Deno.test("a client that reconnects after a restart misses nothing", async () => {
  await using scene = await stage();
  const { app, sql, john, sarah, connect } = scene;
  await using client = await connect({ reconnection: true });
  const ids = await notify(sql, john, sarah, 3);
  await last(client, ids);
  for (let i = 0; i < 2; i++) {
    const restarted = app.restart();
    ids.push(...await notify(sql, john, sarah, 2));
    await client.until("disconnect");
    ids.push(...await notify(sql, john, sarah, 2));
    await restarted;
    ids.push(...await notify(sql, john, sarah, 2));
    await last(client, ids);
    assert.deepEqual(idsOf(client), ids);
  }
});

Deno.test("offsets that cannot be honoured are answered with a resync", async (t) => {
  await using scene = await stage();
  const { sql, john, sarah, connect } = scene;
  const client = await connect();
  const [id] = await notify(sql, john, sarah, 1);
  await last(client, [id]);
  await client.close();
  const [epoch, base] = String(client.offset).split("/");
  const far = "18446744073709551615";
  const lost = {
    "of another database": `1-1-1/${base}`,
    "of no database": `/${base}`,
    "from the future": `${epoch}/${far}:${far}:`,
    "within a series from the future": `${epoch}/${base}/${far}:${far}:/5/1`,
    "that is no snapshot": `${epoch}/9:5:`,
    "within a series that is no snapshot": `${epoch}/${base}/9:5:/5/1`,
    "with numbers too big": `${epoch}/${base}/${base}/9999999999999999999/9999999999999999999`,
    "with parts missing": `${epoch}/${base}/${base}`,
    "with too many parts": `${epoch}/${base}/${base}/1/1/1`,
    "of junk": "junk",
    "of much junk": "9".repeat(60_000),
    "with NUL": `${epoch}\0/${base}`,
    "of another type": { base },
    "a number": 7,
    "a list": [epoch, base],
  };
  for (const [name, offset] of Object.entries(lost)) {
    await t.step(name, async () => {
      await using again = await connect({ offset });
      assert.deepEqual(again.received.all.map(({ event }) => event), ["resync", "ready"]);
      assert.equal(typeof again.received.all[0].payload.reason, "string");
      const [fresh] = await notify(sql, john, sarah, 1);
      await last(again, [fresh]);
      assert.deepEqual(idsOf(again), [fresh]);
      await using next = await connect({ offset: again.offset });
      assert.deepEqual(next.received.all.map(({ event }) => event), ["ready"]);
    });
  }
  for (const offset of [undefined, null, ""]) {
    await t.step(`${JSON.stringify(offset)} is none`, async () => {
      await using again = await connect({ offset });
      assert.deepEqual(again.received.all.map(({ event }) => event), ["ready"]);
    });
  }
});

Deno.test("an offset older than what is kept is answered with a resync", async () => {
  await using scene = await stage();
  const { sql, john, sarah, connect } = scene;
  const client = await connect();
  await client.close();
  const ids = await notify(sql, john, sarah, 3);
  await using kept = await connect({ offset: client.offset });
  assert.deepEqual(idsOf(kept), ids);
  await sql`update private.changes set at = now() - interval '2 days'`;
  await sql`select private.prune_changes('1 day', 1000)`;
  await using again = await connect({ offset: client.offset });
  const [{ event, payload }] = again.received.all;
  assert.deepEqual([event, payload], ["resync", { reason: "too_old" }]);
  await using current = await connect({ offset: again.offset });
  assert.deepEqual(current.received.all.map(({ event }) => event), ["ready"]);
});

Deno.test("an offset from before a TRUNCATE is answered with a resync", async () => {
  await using scene = await stage();
  const { sql, john, sarah, connect } = scene;
  await notify(sql, john, sarah, 3);
  const client = await connect();
  await client.close();
  await sql`truncate meeting_notifications`;
  await using again = await connect({ offset: client.offset });
  const [{ event, payload }] = again.received.all; // the hub may send it once more
  assert.deepEqual([event, payload], ["resync", { reason: "truncated" }]);
  const fresh = await notify(sql, john, sarah, 1);
  await last(again, fresh);
  assert.deepEqual(idsOf(again), fresh);
});
