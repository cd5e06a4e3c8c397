import assert from "node:assert/strict";
import { identify, logout } from "../../lib/auth/mod.ts";
import { startSession } from "../../lib/auth/sessions.ts";
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
    const days = (Date.parse(expires_at) - Date.now()) / 86_400_000;
    assert.ok(days > 6.99 && days <= 7);
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
    const { token, expires_at } = await start();
    await sql`update private.sessions set expires_at = now() + interval '1 minute'`;
    const shorter = await identify(sql, auth, token);
    assert.ok(+shorter!.expiresAt - Date.now() <= 60_000);
    await sql`update private.sessions set expires_at = now() + interval '1 year'`;
    assert.equal((await identify(sql, auth, token))?.expiresAt.toISOString(), expires_at);
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
