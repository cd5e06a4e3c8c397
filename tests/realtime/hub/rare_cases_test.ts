/** What happens to databases, and to the process, besides commits and crashes. */
import assert from "node:assert/strict";
import { connect as openSocket } from "node:net";
import { startHub } from "../../helpers/audience.ts";
import { databaseUrl, databaseWithPeople, testDatabase } from "../../helpers/database.ts";
import { startApp } from "../../helpers/app.ts";
import { connected } from "../../helpers/live_client.ts";
import { tokenOf } from "../../helpers/auth.ts";
import { connect, disconnect, type Sql } from "../../../lib/db/pool.ts";
import { insertNotification, patient } from "../../helpers/factories.ts";
import { within } from "../../helpers/signals.ts";
import { arrival, countNotifies, isIn, openTransaction } from "./hub_scene.ts";

Deno.test("a feed that was recreated, as by a restored backup, has another epoch", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const [{ before }] = await sql`select private.open_feed() as before`;
  await sql.begin(async (tx) => {
    await tx`create table private.restored (like private.changes including all)`;
    await tx`drop table private.changes`;
    await tx`alter table private.restored rename to changes`;
  });
  const [{ after }] = await sql`select private.open_feed() as after`;
  assert.notEqual(after.split(".")[0], before.split(".")[0]);
});

Deno.test("open transactions, in this database or another, make no offset too old", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  const elsewhere = connect(databaseUrl("postgres"), { max: 1 });
  await using opened = await openTransaction(elsewhere);
  await opened.tx`select pg_current_xact_id()`;
  const [{ epoch }] = await sql`select private.open_feed() as epoch`;
  await insertNotification(sql, john, sarah);
  const [{ base }] = await sql`select pg_current_snapshot()::text as base`;
  await sql`update private.changes set at = now() - interval '2 days'`;
  const [{ removed }] = await sql`select private.prune_changes('1 day', 1000) as removed`;
  assert.ok(removed > 0);
  const resume = async () => {
    const [{ lost }] = await sql`
      select lost from private.resume(${epoch}, ${base}::text::pg_snapshot, ${base}::text::pg_snapshot)`;
    return lost;
  };
  assert.equal(await resume(), null);
  await opened.commit();
  await sql`update private.feed set pruned_to = pg_current_xact_id()`;
  assert.equal(await resume(), "too_old");
  await disconnect(elsewhere);
});

Deno.test("what is written without a NOTIFY is delivered all the same", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using listener = await startHub(db.url, [john.id]);
  await isIn("listening", listener);
  const one = connect(db.url, { max: 1 });
  const notifiesOf = await countNotifies(sql);
  let id = 0;
  assert.equal(
    await notifiesOf(async () => {
      await one.begin(async (tx) => {
        await tx`set local liaison.notify = 'off'`;
        id = await insertNotification(tx as unknown as Sql, john, sarah);
      });
    }),
    0,
  );
  await arrival(listener, id);
  await isIn("listening", listener);
  assert.equal(await notifiesOf(() => insertNotification(one, john, sarah)), 1);
  await disconnect(one);
});

Deno.test("TRUNCATE of the sessions ends their sockets", async () => {
  await using app = await startApp();
  const { url, sql } = app;
  const john = await patient(sql);
  const token = await tokenOf(sql, john);
  await using client = await connected(url, { token, reconnection: true });
  await sql`truncate private.sessions`;
  await client.until("disconnect");
  const { payload } = await client.until("connect_error");
  assert.equal(payload.data.code, "unauthenticated");
});

Deno.test("a request that is never finished does not delay the end", async () => {
  const app = await startApp();
  const { hostname, port } = new URL(app.url);
  const half = openSocket(Number(port), hostname);
  half.on("error", () => {});
  const closed = new Promise((resolve) => half.once("close", resolve));
  half.write(
    "POST /api/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n" +
      "content-length: 100\r\n\r\n{",
  );
  await fetch(`${app.url}/healthz`).then((answer) => answer.body?.cancel());
  await within(15_000, "the end", app.stop());
  await closed;
});
