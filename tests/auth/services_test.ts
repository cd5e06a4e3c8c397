import assert from "node:assert/strict";
import { identify } from "../../lib/auth/identity.ts";
import {
  issueServiceToken,
  listServiceTokens,
  revokeServiceTokens,
} from "../../lib/auth/services.ts";
import { testDatabase } from "../helpers/database.ts";
import { countRows } from "../helpers/tables.ts";
import { rejectsWith } from "../helpers/app_errors.ts";
import { auth } from "../helpers/auth.ts";
import { patient } from "../helpers/factories.ts";

Deno.test("service tokens are issued, listed and revoked", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  const issue = (name: string, days?: number) => issueServiceToken(sql, auth, name, days);
  const first = await issue("records");
  const second = await issue("RECORDS", 30);
  const other = await issue("lab-2");
  const isAlive = async (token: string) => await identify(sql, auth, token) !== null;

  await t.step("a name is one service, with a token for each issue", async () => {
    assert.equal(second.user.id, first.user.id);
    assert.notEqual(other.user.id, first.user.id);
    assert.deepEqual([first.user.role, first.user.full_name], ["service", "records"]);
    const days = (expires_at: string) =>
      Math.round((Date.parse(expires_at) - Date.now()) / 86_400_000);
    assert.deepEqual([days(first.expires_at), days(second.expires_at)], [365, 30]);
    const identity = await identify(sql, auth, first.token);
    assert.deepEqual(identity?.user, first.user);
  });
  await t.step("the list has them all", async () => {
    const names = (await listServiceTokens(sql)).map(({ name }) => name);
    assert.deepEqual(names, ["lab-2", "records", "records"]);
  });
  await t.step("one is revoked by its id, all of a service by the name", async () => {
    const third = await issue("records");
    const [, , , last] = await listServiceTokens(sql);
    assert.equal(await revokeServiceTokens(sql, auth.log, String(last.id)), 1);
    assert.deepEqual([await isAlive(third.token), await isAlive(first.token)], [false, true]);
    assert.equal(await revokeServiceTokens(sql, auth.log, "Records"), 2);
    assert.deepEqual([await isAlive(first.token), await isAlive(second.token)], [false, false]);
    assert.equal(await isAlive(other.token), true);
    assert.equal(await revokeServiceTokens(sql, auth.log, "records"), 0);
    assert.equal(await revokeServiceTokens(sql, auth.log, "'; --"), 0);
  });
  const ann = await patient(sql, { full_name: "Ann" });
  await t.step("sessions of people are not listed or revoked", async () => {
    const [{ id }] = await sql`
      insert into private.sessions (user_id, expires_at)
      values (${ann.id}, now() + interval '1 day') returning id`;
    assert.equal(await revokeServiceTokens(sql, auth.log, "Ann"), 0);
    assert.equal(await revokeServiceTokens(sql, auth.log, String(id)), 0);
  });
  await t.step("invalid names and times are refused, and nothing is made", async () => {
    const before = await countRows(sql);
    for (const name of ["", "1st", "a b", "x".repeat(64), "é"]) {
      await rejectsWith("invalid_input", issue(name));
    }
    for (const days of [0, -1, 1.5, NaN, 3651]) {
      await rejectsWith("invalid_input", issue("x", days));
    }
    assert.deepEqual(await countRows(sql), before);
  });
  await t.step("several at once make one service", async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => issue("burst")));
    assert.equal(new Set(made.map(({ user }) => user.id)).size, 1);
  });
  await t.step("a service has no password and stays a service", async () => {
    const broken = { code: "23514" };
    const { id } = other.user;
    await assert.rejects(sql`insert into private.credentials values (${id}, 'x')`, broken);
    await assert.rejects(sql`update users set role = 'patient' where id = ${id}`, broken);
    await assert.rejects(sql`update users set role = 'service' where id = ${ann.id}`, broken);
  });
});
