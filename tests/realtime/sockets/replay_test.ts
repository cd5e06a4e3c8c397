/** Clients that were away go on where they stopped. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { User } from "../../../lib/contract/users.ts";
import { Offsets, type Position } from "../../../lib/db/offset.ts";
import type { Sql } from "../../../lib/db/pool.ts";
import { startApp } from "../../helpers/app.ts";
import { type ClientOptions, connected } from "../../helpers/live_client.ts";
import { offsets, tokenOf } from "../../helpers/auth.ts";
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
      await probe.untilLast(await notify(sql, omar, sarah, 1));
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
  await client.untilLast(seen);
  await client.close();
  assert.deepEqual(client.ids, seen, "nothing from before the first connection");

  const missed: number[] = [];
  for (let i = 0; i < 5; i++) {
    missed.push(...await notify(sql, john, sarah, 1 + i));
    await notify(sql, jane, sarah, 2);
  }
  for (let i = 0; i < 3; i++) {
    await using again = await connect({ offset: client.offset });
    assert.deepEqual(again.received.all.at(-1)?.event, "ready", "all of it comes before `ready`");
    const fresh = await notify(sql, john, sarah, 2);
    await again.untilLast(fresh);
    assert.deepEqual(again.ids, [...missed, ...fresh]);
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
  await client.untilLast(ids);
  assert.deepEqual(client.ids, ids);
  for (const at of [0, 1, 999, 1000, 1500, 2998, 2999]) {
    await using again = await connect({ offset: client.events[at].rest[0] });
    assert.deepEqual(again.ids, ids.slice(at + 1), `after ${at + 1}`);
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
    got.push(...client.ids);
    client = await connect({ offset: client.offset });
  }
  leaving = true;
  await writing;
  if (got.at(-1) !== sent.at(-1)) await client.untilLast(sent);
  await client.close();
  got.push(...client.ids);
  assert.deepEqual(got, sent);
});

Deno.test("a replay works across a restart of the app", async () => {
  await using scene = await stage();
  const { app, sql, john, sarah, connect } = scene;
  const client = await connect();
  const seen = await notify(sql, john, sarah, 3);
  await client.untilLast(seen);
  await client.close();
  const missed = await notify(sql, john, sarah, 3);
  await app.restart();
  missed.push(...await notify(sql, john, sarah, 3));
  await using again = await connect({ offset: client.offset });
  assert.deepEqual(again.ids, missed);
});

Deno.test("a client that reconnects after a restart misses nothing", async () => {
  await using scene = await stage();
  const { app, sql, john, sarah, connect } = scene;
  await using client = await connect({ reconnection: true });
  const ids = await notify(sql, john, sarah, 3);
  await client.untilLast(ids);
  for (let i = 0; i < 2; i++) {
    const restarted = app.restart();
    ids.push(...await notify(sql, john, sarah, 2));
    await client.until("disconnect");
    ids.push(...await notify(sql, john, sarah, 2));
    await restarted;
    ids.push(...await notify(sql, john, sarah, 2));
    await client.untilLast(ids);
    assert.deepEqual(client.ids, ids);
  }
});

Deno.test("offsets that cannot be honoured are answered with a resync", async (t) => {
  await using scene = await stage();
  const { sql, john, sarah, connect } = scene;
  const client = await connect();
  const [id] = await notify(sql, john, sarah, 1);
  await client.untilLast([id]);
  await client.close();
  const { epoch, position: { base } } = offsets.open(client.offset)!;
  const far = "18446744073709551615";
  const of = (position: Position, at = epoch) => offsets.seal(at, position);
  const unsealed = `${epoch}/3:3:`;
  const [content, seal] = String(client.offset).split(".");
  const repeated = `${epoch}/5:99:${Array(200).fill("7").join()}`;
  const lost: [name: string, reason: string, offset: unknown][] = [
    ["of another database", "another_epoch", of({ base }, "1-1-1.0")],
    ["from the future", "another_epoch", of({ base: `${far}:${far}:` })],
    ["that is not sealed", "unknown_offset", unsealed],
    ["with one transaction many times", "unknown_offset", repeated],
    [
      "sealed by another server",
      "unknown_offset",
      new Offsets(new Uint8Array(32)).seal(epoch, { base }),
    ],
    ["with another seal", "unknown_offset", `${content}.${"A".repeat(seal.length)}`],
    ["with half a seal", "unknown_offset", `${content}.${seal.slice(0, 11)}`],
    [
      "with other content",
      "unknown_offset",
      `${Buffer.from(unsealed).toString("base64url")}.${seal}`,
    ],
    ["of junk", "unknown_offset", "junk"],
    ["of much junk", "unknown_offset", "9".repeat(60_000)],
    ["of another type", "unknown_offset", { base }],
    ["a number", "unknown_offset", 7],
    ["a list", "unknown_offset", [content, seal]],
  ];
  for (const [name, reason, offset] of lost) {
    await t.step(name, async () => {
      await using again = await connect({ offset });
      assert.deepEqual(again.received.all.map(({ event }) => event), ["resync", "ready"]);
      assert.equal(again.received.all[0].payload.reason, reason);
      const [fresh] = await notify(sql, john, sarah, 1);
      await again.untilLast([fresh]);
      assert.deepEqual(again.ids, [fresh]);
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
  assert.deepEqual(kept.ids, ids);
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
  await again.untilLast(fresh);
  assert.deepEqual(again.ids, fresh);
});
