/** What clients are sent while the database cannot be reached. */
import assert from "node:assert/strict";
import { AppError } from "../../../lib/contract/errors.ts";
import type { Identity, User } from "../../../lib/contract/users.ts";
import { terminate } from "../../helpers/audience.ts";
import { databaseWithPeople, testDatabase } from "../../helpers/database.ts";
import { eventually } from "../../helpers/signals.ts";
import { startApp } from "../../helpers/app.ts";
import { connected, LiveClient } from "../../helpers/live_client.ts";
import { tokenOf } from "../../helpers/auth.ts";
import { patient } from "../../helpers/factories.ts";
import { startProxy } from "../../helpers/proxy.ts";
import { serveSockets } from "../../helpers/sockets.ts";
import { notify } from "../sockets/call_scene.ts";

function identityOf(user: User): Identity {
  return { user, sessionId: 1, expiresAt: new Date(Date.now() + 60_000) };
}

Deno.test("a handshake during an outage waits for the database, and is not refused", async () => {
  await using db = await testDatabase();
  const user = await patient(db.sql);
  let tries = 0;
  await using sockets = await serveSockets(db, {
    // deno-lint-ignore require-await -- rejects, as it does where it asks the database
    identify: async () => {
      if (++tries < 3) throw new AppError("unavailable", "The database is busy or away");
      return identityOf(user);
    },
  });
  await using client = new LiveClient(sockets.url, { token: "x" });
  const first = await client.received.until("anything", () => true);
  assert.deepEqual([first.event, tries], ["ready", 4]);
});

Deno.test("a client that connects just after an outage is sent ready in the end", async () => {
  await using db = await testDatabase();
  const caller = identityOf(await patient(db.sql));
  await using sockets = await serveSockets(db, {
    identify: () => Promise.resolve(caller),
  });
  await eventually("the hub is listening", () => sockets.live.hub.health.mode === "listening");
  const { now } = performance;
  performance.now = () => now.call(performance) + 5001; // as after a process was frozen
  try {
    await using client = new LiveClient(sockets.url, { token: "x" });
    await client.received.until("anything", () => true);
    await db.sql`select pg_notify('liaison_changes', '')`;
    await client.until("ready");
  } finally {
    performance.now = now;
  }
});

Deno.test("connections are sent delayed during an outage, and ready after it", async () => {
  await using db = await databaseWithPeople();
  const { john, sarah } = db;
  await using proxy = await startProxy(db.url);
  await using app = await startApp({
    DATABASE_URL: db.url,
    LISTEN_DATABASE_URL: proxy.url,
  });
  await using client = await connected(app.url, { token: await tokenOf(db.sql, john) });
  client.forget();
  proxy.refuse(true);
  for (const name of ["liaison hub", "liaison notifier"]) await terminate(db.sql, name);
  await client.until("delayed");
  const id = await notify(db.sql, john, sarah);
  proxy.refuse(false);
  await client.until("ready");
  await client.until("new_meeting_notification", (row) => row.id === id);
  assert.deepEqual(client.received.all.map(({ event }) => event).toSorted(), [
    "delayed",
    "new_meeting_notification",
    "ready",
  ]);
});
