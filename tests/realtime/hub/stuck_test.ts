/** What the database does not answer, and rows that somebody holds, stop no hub. */
import assert from "node:assert/strict";
import { Notifier } from "../../../lib/realtime/notifier.ts";
import { startApp } from "../../helpers/app.ts";
import { startHub, terminate } from "../../helpers/audience.ts";
import { databaseWithPeople, testDatabase } from "../../helpers/database.ts";
import { insertNotification } from "../../helpers/factories.ts";
import { startProxy } from "../../helpers/proxy.ts";
import { eventually, within } from "../../helpers/signals.ts";
import { serveSockets } from "../../helpers/sockets.ts";
import { arrival, isIn, openTransaction } from "./hub_scene.ts";

const SHORT = { limitMs: 300 };

Deno.test("a hub whose connections carry no answers, old ones and new ones, reads on with fresh ones", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using proxy = await startProxy(db.url);
  await using listener = await startHub(proxy.url, [john.id], undefined, SHORT);
  await isIn("listening", listener);
  const { hub } = listener;
  proxy.swallow(true);
  proxy.mute();
  const id = await insertNotification(sql, john, sarah);
  const before = hub.tries;
  await eventually("it tries again and again", () => hub.tries >= before + 4);
  proxy.swallow(false);
  await within(5000, "the row", arrival(listener, id));
  await isIn("listening", listener);
  assert.equal(listener.audience.changes.all.length, 1);
});

Deno.test("a hub stops at once though the database is silent", async () => {
  await using db = await testDatabase();
  await using proxy = await startProxy(db.url);
  const { hub } = await startHub(proxy.url, []);
  proxy.swallow(true);
  proxy.mute();
  await within(1000, "the end", hub.stop());
});

Deno.test("the app stops within three seconds though the database is silent", async () => {
  await using db = await testDatabase();
  await using proxy = await startProxy(db.appUrl);
  const app = await startApp({ DATABASE_URL: proxy.url });
  proxy.swallow(true);
  proxy.mute();
  const call = fetch(`${app.url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "nobody@test.com", password: "password123" }),
  }).catch(() => {});
  await within(3000, "the end", app.stop());
  await call;
});

Deno.test("whoever holds the rows of the feed and of hubs delays no delivery", async () => {
  await using db = await databaseWithPeople();
  const { sql, john, sarah } = db;
  await using listener = await startHub(db.url, [john.id]);
  await isIn("listening", listener);
  await using holder = await openTransaction(sql);
  await holder.tx`select from private.feed for update`;
  await holder.tx`select from private.hubs for update`;
  for (let i = 0; i < 3; i++) {
    await eventually("its connection ends", async () => await terminate(sql, "liaison hub") > 0);
    const id = await insertNotification(sql, john, sarah);
    await within(3000, "the row", arrival(listener, id));
  }
  assert.equal(listener.hub.health.mode, "settling");
  await holder.commit();
  await isIn("listening", listener);
});

Deno.test("a hub that does nothing any more is noticed", async () => {
  await using db = await testDatabase();
  await using sockets = await serveSockets(db, { mostIdleMs: 1500 });
  await isIn("listening", { hub: sockets.live.hub });
  const { wait } = Notifier.prototype;
  Notifier.prototype.wait = () => new Promise(() => {});
  try {
    const { message } = await sockets.live.failed;
    assert.match(message, /neither polled nor tried to connect for 1.5 s/);
  } finally {
    Notifier.prototype.wait = wait;
  }
});
