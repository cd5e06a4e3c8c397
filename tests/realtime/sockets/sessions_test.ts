/** A socket ends with its session. */
import assert from "node:assert/strict";
import { identifyHandshake } from "../../../lib/auth/handshake.ts";
import { signToken } from "../../../lib/auth/tokens.ts";
import { parsePgSnapshot } from "../../../lib/realtime/change_feed.ts";
import { testDatabase } from "../../helpers/database.ts";
import { eventually } from "../../helpers/signals.ts";
import { appWithPeople } from "../../helpers/app.ts";
import { connected, LiveClient } from "../../helpers/live_client.ts";
import { auth, tokenOf } from "../../helpers/auth.ts";
import { insertNotification, patient } from "../../helpers/factories.ts";
import { serveSockets } from "../../helpers/sockets.ts";

const sessionOf = (token: string): number => JSON.parse(atob(token.split(".")[1])).sid;

Deno.test("sockets end with their own session, and with no other", async (t) => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  const ways: [string, (token: string) => PromiseLike<unknown>][] = [
    ["deleted by SQL", (token) => sql`delete from private.sessions where id = ${sessionOf(token)}`],
    [
      "made to expire by SQL",
      (token) => sql`update private.sessions set expires_at = now() where id = ${sessionOf(token)}`,
    ],
    ["logged out", async (token) => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`${url}/api/auth/logout`, { method: "POST", headers });
      assert.equal(response.status, 204);
    }],
  ];
  for (const [name, end] of ways) {
    await t.step(name, async () => {
      const token = await tokenOf(sql, john);
      await using first = await connected(url, { token });
      await using second = await connected(url, { token, transports: ["polling"] });
      await using other = await connected(url, { token: await tokenOf(sql, john) });
      await end(token);
      for (const client of [first, second]) {
        const { payload: reason } = await client.until("disconnect");
        assert.equal(reason, "io server disconnect");
      }
      const id = await insertNotification(sql, john, sarah);
      await other.until("new_meeting_notification", (payload) => payload.id === id);
      await using again = new LiveClient(url, { token, offset: first.offset });
      const { payload } = await again.until("connect_error");
      assert.equal(payload.data.code, "unauthenticated");
      // A sign-in deletes sessions that expired before, and that may arrive late.
      const events = [...first.events, ...second.events];
      assert.deepEqual(events.filter(({ event }) => event !== "session_ended"), []);
    });
  }
  await t.step("whose person is deleted", async () => {
    const jane = await patient(sql);
    await using hers = await connected(url, { token: await tokenOf(sql, jane) });
    await using his = await connected(url, { token: await tokenOf(sql, john) });
    await sql`delete from users where id = ${jane.id}`;
    await hers.until("disconnect");
    const id = await insertNotification(sql, john, sarah);
    await his.until("new_meeting_notification", (payload) => payload.id === id);
  });
});

Deno.test("sockets end when their token or session expires, unless it was used meanwhile", async () => {
  await using app = await appWithPeople();
  const { url, sql, john, sarah } = app;
  const soon = new Date(Math.ceil(Date.now() / 1000 + 5) * 1000); // tokens count whole seconds
  const later = new Date(soon.getTime() + 3_600_000);
  const connect = async (sessionEnd: Date, tokenEnd: Date) => {
    const [{ id: sessionId }] = await sql`
      insert into private.sessions (user_id, expires_at) values (${john.id}, ${sessionEnd}) returning id`;
    const claims = { userId: john.id, sessionId, expiresAt: tokenEnd };
    return await connected(url, { token: await signToken(auth, claims) });
  };
  await using byToken = await connect(later, soon);
  await using bySession = await connect(soon, later);
  await using lasting = await connect(later, later);
  await using used = await connect(soon, later);
  await sql`
    update private.sessions set expires_at = ${later}
    where id = (select max(id) from private.sessions)`;
  for (const client of [byToken, bySession]) {
    const { payload: reason } = await client.until("disconnect");
    assert.equal(reason, "io server disconnect");
    assert.ok(Date.now() >= soon.getTime() - 20, "not before its time");
  }
  for (const client of [lasting, used]) {
    const id = await insertNotification(sql, john, sarah);
    await client.until("new_meeting_notification", (payload) => payload.id === id);
  }
});

Deno.test("a session that ends during the handshake admits no connection", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const john = await patient(sql);
  const token = await tokenOf(sql, john);
  let end = true;
  await using sockets = await serveSockets(db, {
    identify: async (headers, given) => {
      const caller = await identifyHandshake(sql, auth, headers, given);
      if (end) await endSession();
      return caller;
    },
  });
  const { url, live } = sockets;
  /** Resolves once the hub has passed the end: no later connection is sent it. */
  async function endSession() {
    end = false;
    const [{ xid }] = await sql`
      with gone as (delete from private.sessions where id = ${sessionOf(token)})
      select pg_current_xact_id()::text as xid`;
    await eventually(
      "the hub has seen it",
      () => parsePgSnapshot(live.hub.cursor.position.base).xmin > BigInt(xid),
    );
  }
  await using client = new LiveClient(url, { token });
  await client.until("disconnect");
  assert.deepEqual(client.received.all.map(({ event }) => event), ["disconnect"]);
  assert.equal(live.connections.size, 0);
});
