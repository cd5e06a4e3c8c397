import assert from "node:assert/strict";
import { examine, identify, logout } from "../../lib/auth/mod.ts";
import { type Lasting, startSession } from "../../lib/auth/sessions.ts";
import { signToken } from "../../lib/auth/tokens.ts";
import { connect } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient } from "../helpers/factories.ts";
import { rejectsWith } from "../helpers/app_errors.ts";
import { auth, remote } from "../helpers/auth.ts";

Deno.test("a token is valid as long as its session", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const user = await patient(sql);
  const start = () => startSession(sql, auth, user, remote);
  const known = async (token: string | null) => (await identify(sql, auth, token))?.user ?? null;

  await t.step("it identifies its person", async () => {
    const { token, expires_at } = await start();
    const identity = await identify(sql, auth, token);
    assert.deepEqual(identity?.user, user);
    assert.equal(identity?.expiresAt.toISOString(), expires_at);
    const hours = (Date.parse(expires_at) - Date.now()) / 3_600_000;
    assert.ok(hours > 11.99 && hours <= 12);
  });

  await t.step("signed out", async () => {
    const { token } = await start();
    const other = await start();
    const identity = await identify(sql, auth, token);
    await logout(sql, identity!);
    assert.equal(await known(token), null);
    assert.deepEqual(await known(other.token), user);
  });

  await t.step("ended by SQL", async () => {
    const { token } = await start();
    await sql`delete from private.sessions`;
    assert.equal(await known(token), null);
  });

  await t.step("made shorter by SQL, or longer", async () => {
    const { token } = await start();
    await sql`update private.sessions set expires_at = now() + interval '1 minute'`;
    const shorter = await identify(sql, auth, token);
    assert.ok(+shorter!.expiresAt - Date.now() <= 60_000);
    await sql`update private.sessions set expires_at = now() + interval '1 year'`;
    const longer = await identify(sql, auth, token);
    const days = (+longer!.expiresAt - Date.now()) / 86_400_000;
    assert.ok(days > 89.9 && days <= 90);
    await sql`update private.sessions set expires_at = now() - interval '1 second'`;
    assert.equal(await known(token), null);
  });

  await t.step("of another person, or of none", async () => {
    await start();
    const [{ id }] = await sql`select max(id) as id from private.sessions`;
    const expiresAt = new Date(Date.now() + 60_000);
    const stranger = await patient(sql);
    const sign = (userId: number, sessionId: number) =>
      signToken(auth, { userId, sessionId, expiresAt });
    assert.deepEqual(await known(await sign(user.id, id)), user);
    assert.equal(await known(await sign(stranger.id, id)), null);
    assert.equal(await known(await sign(user.id, Number.MAX_SAFE_INTEGER)), null);
    assert.equal(await known(null), null);
  });

  await t.step("its person is gone", async () => {
    const { token } = await start();
    await sql`delete from users where id = ${user.id}`;
    assert.equal(await known(token), null);
  });
});

Deno.test("a session is prolonged by use, up to its longest time", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const user = await patient(sql);
  const start = (lasting: Lasting) => startSession(sql, auth, user, remote, lasting);
  /** As if the only session had been made and last used so long ago. */
  const age = (made: string, left: string) =>
    sql`
      update private.sessions
      set created_at = now() - ${made}::text::interval, last_seen_at = now() - interval '6 minutes',
        expires_at = now() + ${left}::text::interval`;
  const left = async () => {
    const [{ minutes }] = await sql`
      select round(extract(epoch from expires_at - now()) / 60)::int as minutes
      from private.sessions`;
    return minutes;
  };
  const cases: [lasting: Lasting, made: string, minutes: number][] = [
    [{ remember: false }, "1 hour", 12 * 60],
    [{ remember: true }, "1 day", 14 * 24 * 60],
    [{ remember: false }, "89 days 20 hours", 4 * 60],
    [{ remember: true }, "89 days", 24 * 60],
    [{ days: 400 }, "300 days", 10],
  ];
  for (const [lasting, made, minutes] of cases) {
    await t.step(`${JSON.stringify(lasting)}, ${made} old`, async () => {
      await sql`delete from private.sessions`;
      const { token } = await start(lasting);
      await age(made, "10 minutes");
      await identify(sql, auth, token, false);
      assert.equal(await left(), 10);
      await identify(sql, auth, token);
      assert.equal(await left(), minutes);
    });
  }
  await t.step("which is written once in five minutes", async () => {
    await sql`delete from private.sessions`;
    const { token } = await start({ remember: false });
    await sql`update private.sessions set expires_at = now() + interval '10 minutes'`;
    await identify(sql, auth, token);
    assert.equal(await left(), 10);
  });
});

Deno.test("a session that expired is distinguished from one that was ended", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const user = await patient(sql);
  const { token } = await startSession(sql, auth, user, remote);
  const hasExpired = async (token: string | null) => (await examine(sql, auth, token)).expired;
  assert.equal(await hasExpired(token), false);
  await sql`update private.sessions set expires_at = now()`;
  assert.equal(await hasExpired(token), true);
  const [{ id }] = await sql`select id from private.sessions`;
  const past = new Date(Date.now() - 86_400_000);
  const old = await signToken(auth, { userId: user.id, sessionId: id, expiresAt: past });
  assert.equal(await hasExpired(old), true);
  await sql`delete from private.sessions`;
  for (const gone of [token, old, "junk", null]) {
    assert.equal(await hasExpired(gone), false);
  }
});

Deno.test("a person has twenty sessions, and the one unused for longest makes room", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const user = await patient(sql);
  const other = await startSession(sql, auth, await patient(sql), remote);
  const start = () => startSession(sql, auth, user, remote);
  const tokens: string[] = [];
  for (let i = 0; i < 20; i++) tokens.push((await start()).token);
  await sql`update private.sessions set last_seen_at = now() + interval '1 second' * (id % 7)`;
  const [{ id }] = await sql`
    select id from private.sessions where user_id = ${user.id} order by last_seen_at, id limit 1`;
  await start();
  const left = await sql`select id from private.sessions where user_id = ${user.id}`;
  assert.equal(left.count, 20);
  assert.ok(!left.some((session) => session.id === id));
  assert.ok(await identify(sql, auth, other.token));
});

Deno.test("without the database a token is answered with unavailable", async () => {
  const sql = connect("postgres://nobody@127.0.0.1:1/none");
  const token = await signToken(auth, {
    userId: 1,
    sessionId: 1,
    expiresAt: new Date(Date.now() + 60_000),
  });
  await rejectsWith("unavailable", identify(sql, auth, token));
  assert.equal(await identify(sql, auth, "junk"), null);
  await sql.end();
});
