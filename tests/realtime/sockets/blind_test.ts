/** Sessions that end while the hub cannot see it. */
import assert from "node:assert/strict";
import { terminate } from "../../helpers/audience.ts";
import { appWithPeople, startApp } from "../../helpers/app.ts";
import { tokenOf } from "../../helpers/auth.ts";
import { databaseWithPeople } from "../../helpers/database.ts";
import { insertNotification } from "../../helpers/factories.ts";
import { connected } from "../../helpers/live_client.ts";
import { startProxy } from "../../helpers/proxy.ts";
import { eventually } from "../../helpers/signals.ts";

Deno.test("in a new epoch connections are identified anew, and those of ended sessions hear nothing", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  const [over, standing] = [await tokenOf(sql, john), await tokenOf(sql, john)];
  await using his = await connected(url, { token: over, reconnection: true });
  await using hers = await connected(url, { token: standing, reconnection: true });
  for (const client of [his, hers]) client.forget();
  // As on a standby that is promoted: there the end of the session is no news.
  await sql`alter table private.sessions disable trigger user`;
  await sql`delete from private.sessions where id = (select min(id) from private.sessions)`;
  await sql`alter table private.sessions enable trigger user`;
  await sql`
    create or replace function private.present_epoch() returns text language sql as $$ select 'another' $$`;
  await eventually(
    "the hub's connection ends",
    async () => await terminate(sql, "liaison hub") > 0,
  );
  const { payload } = await hers.until("resync");
  assert.equal(payload.reason, "another_epoch");
  const id = await insertNotification(sql, john, sarah);
  await hers.until("new_meeting_notification", (row) => row.id === id);
  const refused = await his.until("connect_error");
  assert.equal(refused.payload.data.code, "unauthenticated");
  assert.deepEqual(his.received.all.map(({ event }) => event), ["disconnect", "connect_error"]);
});

Deno.test("while the hub cannot read, a call of an ended session is refused and its socket ends", async () => {
  await using db = await databaseWithPeople();
  const { sql, john } = db;
  await using proxy = await startProxy(db.appUrl);
  await using app = await startApp({ DATABASE_URL: db.appUrl, LISTEN_DATABASE_URL: proxy.url });
  const [over, standing] = [await tokenOf(sql, john), await tokenOf(sql, john)];
  await using ended = await connected(app.url, { token: over });
  await using other = await connected(app.url, { token: standing });
  proxy.swallow(true);
  proxy.mute();
  await sql`delete from private.sessions where id = (select min(id) from private.sessions)`;
  const call = (client: typeof ended) =>
    client.call("get_meeting_notifications", { user_id: john.id });
  await eventually("it is refused", async () => {
    const answer = await call(ended);
    if (answer.ok) return false;
    assert.equal(answer.error.code, "unauthenticated");
    return true;
  });
  await ended.until("disconnect");
  assert.equal((await call(other)).ok, true);
  proxy.swallow(false);
});
