/** Wrong passwords and registrations are counted before any work is done for them. */
import assert from "node:assert/strict";
import { draftAccount, register } from "../../lib/auth/accounts.ts";
import { deviceCookie, marksFrom, nameOf } from "../../lib/auth/devices.ts";
import { createTurns } from "../../lib/auth/passwords/turns.ts";
import type { AuthSettings } from "../../lib/auth/settings.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { testDatabase } from "../helpers/database.ts";
import { rejectsWith, settled } from "../helpers/app_errors.ts";
import { auth, login, remote } from "../helpers/auth.ts";

const ada = {
  email: "ada@example.org",
  password: "correct horse",
  full_name: "Ada Lovelace",
  role: "patient",
};
const right = { email: ada.email, password: ada.password };
const wrong = { email: ada.email, password: "wrong horse" };
const at = (address: string) => ({ ...remote, address });

/** As if so many wrong passwords had been tried before, for the account unless another is named. */
async function guessed(sql: Sql, times: number, keys: string[]): Promise<void> {
  await sql`
    insert into private.attempts (attempt, key, at)
    select id, key, now() - interval '10 minutes'
    from (select gen_random_uuid() as id from generate_series(1, ${times})) ids,
      unnest(${keys}::text[]) key`;
}

Deno.test("wrong passwords for an account are counted from everywhere together", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  await register(sql, auth, ada, remote);
  const marks = marksFrom({ cookie: deviceCookie(auth, [], "Ada@example.org") });
  await guessed(sql, 95, ["account ada@example.org"]);

  await t.step("guesses at once pass no limit, in whatever case the address is", async () => {
    const emails = ["ada@example.org", "ADA@EXAMPLE.ORG", " Ada@Example.Org"];
    const guesses = Array.from(
      { length: 12 },
      (_, i) => login(sql, auth, { ...wrong, email: emails[i % 3] }, at(`192.0.2.${i}`)),
    );
    const results = await settled(guesses);
    assert.equal(results.filter((result) => result === "unauthenticated").length, 5);
    assert.equal(results.filter((result) => result === "rate_limited").length, 7);
  });
  await t.step("then not even the right one is taken, until an hour is over", async () => {
    const error = await rejectsWith("rate_limited", login(sql, auth, right, at("192.0.2.77")));
    assert.ok(error.retryAfter! > 2990 && error.retryAfter! <= 3000, `${error.retryAfter}`);
  });
  await t.step("a device on which its person has signed in before still can", async () => {
    await login(sql, auth, right, { ...at("192.0.2.77"), marks });
    const others = marksFrom({ cookie: deviceCookie(auth, [], "bob@example.org") });
    const stranger = login(sql, auth, right, { ...at("192.0.2.77"), marks: others });
    await rejectsWith("rate_limited", stranger);
  });
  await t.step("such a device has a small count of its own", async () => {
    await guessed(sql, 19, [`device ${nameOf(marks[0])}`]);
    const known = { ...at("192.0.2.78"), marks };
    await rejectsWith("unauthenticated", login(sql, auth, wrong, known));
    await rejectsWith("rate_limited", login(sql, auth, right, known));
  });
  await t.step("an hour later all is forgotten", async () => {
    await sql`update private.attempts set at = at - interval '50 minutes 1 second'`;
    await login(sql, auth, right, at("192.0.2.77"));
  });
});

Deno.test("wrong passwords from one address leave room for others", async (t) => {
  await using db = await testDatabase();
  const { sql } = db;
  await register(sql, auth, ada, remote);
  await register(sql, auth, { ...ada, email: "bob@example.org" }, remote);
  const own = ["account ada@example.org from 192.0.2.1", "account ada@example.org"];

  await t.step(
    "a success forgets what its address got wrong, not the account's count",
    async () => {
      await guessed(sql, 49, own);
      await login(sql, auth, right, remote);
      const rows = await sql`
      select key, count(*)::int from private.attempts where key like 'account%' group by key`;
      assert.deepEqual(rows.map((row) => ({ ...row })), [{ key: own[1], count: 49 }]);
    },
  );
  await t.step("half of an account's guesses are left to other addresses", async () => {
    await guessed(sql, 50, [own[0]]);
    await rejectsWith("rate_limited", login(sql, auth, right, remote));
    await login(sql, auth, right, at("192.0.2.2"));
  });
  await t.step("other accounts are not limited by them", async () => {
    await login(sql, auth, { ...right, email: "bob@example.org" }, remote);
  });
  await t.step("only a thousand stop an address, and no known device on it", async () => {
    await guessed(sql, 1000, ["address 192.0.2.1"]);
    const bob = { ...right, email: "bob@example.org" };
    await rejectsWith("rate_limited", login(sql, auth, bob, remote));
    const marks = marksFrom({ cookie: deviceCookie(auth, [], bob.email) });
    await login(sql, auth, bob, { ...remote, marks });
  });
});

Deno.test("guesses from everywhere at once are bounded, and hold up no known device", async () => {
  await using db = await testDatabase();
  await register(db.sql, auth, ada, remote);
  const marks = marksFrom({ cookie: deviceCookie(auth, [], ada.email) });
  const order: string[] = [];
  const flood = settled(Array.from({ length: 110 }, async (_, i) => {
    await login(db.sql, auth, { ...wrong, email: `${i}@example.org` }, at(`192.0.2.${i}`));
  })).finally(() => order.push("the flood"));
  await login(db.sql, auth, right, { ...remote, marks });
  order.push("the person");
  const results = await flood;
  assert.deepEqual(order, ["the person", "the flood"]);
  assert.deepEqual(Object.groupBy(results, (name) => name).unavailable?.length, 6);
});

Deno.test("an address without an account is limited like one that has one", async () => {
  await using db = await testDatabase();
  await register(db.sql, auth, ada, remote);
  const unknown = { ...wrong, email: "nobody@example.org" };
  for (const input of [wrong, unknown]) {
    await guessed(db.sql, 99, [`account ${input.email}`]);
    await rejectsWith("unauthenticated", login(db.sql, auth, input, remote));
    const error = await rejectsWith("rate_limited", login(db.sql, auth, input, remote));
    assert.match(error.message, /^Too many wrong passwords/);
  }
});

Deno.test("registrations are limited from an address and in total, before they are hashed", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const few: AuthSettings = { ...auth, registrations: { perAddress: 2, inTotal: 3 } };
  let made = 0;
  const add = (address: string) =>
    register(sql, few, { ...ada, email: `${++made}@example.org` }, at(address));
  const fromOne = await settled([1, 2, 3].map(() => add("192.0.2.1")));
  assert.deepEqual(fromOne.sort(), ["ok", "ok", "rate_limited"]);
  await add("192.0.2.2");
  const error = await rejectsWith("rate_limited", add("192.0.2.3"));
  assert.ok(error.retryAfter! > 3500);
  assert.equal((await sql`select from users`).count, 3);
  const hashless = register(sql, few, { ...ada, password: "short" }, at("192.0.2.3"));
  await rejectsWith("invalid_input", hashless);
});

Deno.test("a registration that finds the line full does not count", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const drafts = await settled(Array.from({ length: 70 }, (_, i) => {
    return draftAccount(sql, auth, { ...ada, email: `${i}@example.org` }, at(`192.0.2.${i}`));
  }));
  const made = drafts.filter((result) => result === "ok").length;
  assert.ok(made > 0 && drafts.includes("unavailable"), `${made} made`);
  const { count } = await sql`select from private.attempts where key = 'registrations'`;
  assert.equal(count, made);
});

Deno.test("turns are given to a few, more wait in order, and the rest are refused", async () => {
  const takeTurn = createTurns({ atOnce: 1, waiting: 2, refusal: "Too many" });
  const done: number[] = [];
  const first = Promise.withResolvers<void>();
  const works = [
    takeTurn(() => first.promise.then(() => void done.push(1))),
    takeTurn(() => Promise.resolve(void done.push(2))),
    takeTurn(() => Promise.reject(new Error("broken"))),
  ];
  const error = await rejectsWith("unavailable", takeTurn(() => Promise.resolve()));
  assert.equal(error.retryAfter, 5);
  assert.equal(done.length, 0);
  first.resolve();
  await Promise.all(works.slice(0, 2));
  await assert.rejects(works[2], /broken/);
  assert.deepEqual(done, [1, 2]);
  await takeTurn(() => Promise.resolve(void done.push(3)));
});
