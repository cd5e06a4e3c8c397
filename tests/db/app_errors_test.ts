import assert from "node:assert/strict";
import { AppError } from "../../lib/contract/errors.ts";
import { connect, disconnect, type Queries, type Sql } from "../../lib/db/pool.ts";
import { appErrorFor, attempt, transact } from "../../lib/db/app_errors.ts";
import { testDatabase } from "../helpers/database.ts";
import { rejectsWith, settled } from "../helpers/app_errors.ts";

Deno.test("what Postgres refuses becomes an error of the contract", async (t) => {
  await using db = await testDatabase({ max: 1 });
  const { sql } = db;
  const cases: [code: AppError["code"], work: () => PromiseLike<unknown>][] = [
    ["invalid_input", () => sql`select ${"a\0b"}::text`],
    ["invalid_input", () => sql`select ${'"\\u0000"'}::text::jsonb ->> 0`],
    ["invalid_input", () => sql`select ${"x"}::text::int`],
    ["invalid_input", () => sql`select ${"99999999999"}::text::int`],
    ["invalid_input", () => sql`select ${"2026-02-30"}::text::date`],
    ["invalid_input", () => sql`insert into users (email) values ('a@b.cd')`],
    ["not_found", () => sql`insert into private.sessions (user_id, expires_at) values (1, now())`],
    ["unavailable", () => sql`select pg_terminate_backend(pg_backend_pid())`],
    [
      "unavailable",
      () => sql`do $$ begin raise 'No room on the disk' using errcode = '53100'; end $$`,
    ],
    ["unavailable", () =>
      transact(sql, async (tx) => {
        await tx`set local statement_timeout = 1`;
        await tx`select pg_sleep(10)`;
      })],
  ];
  for (const [i, [code, work]] of cases.entries()) {
    await t.step(`${code} ${i}`, async () => {
      const error = await rejectsWith(code, attempt(work));
      assert.equal(error.retryAfter, code === "unavailable" ? 2 : undefined);
    });
  }
  await t.step("a mistake in the program stays what it is", async () => {
    await assert.rejects(attempt(() => sql`select * from nowhere`), { code: "42P01" });
    assert.equal(appErrorFor(new TypeError("x is not a function")), null);
    const refused = new AppError("forbidden", "No");
    assert.equal(appErrorFor(refused), refused);
  });
});

Deno.test("a database that is away is unavailable", async () => {
  const sql = connect("postgres://nobody@127.0.0.1:1/none");
  await rejectsWith("unavailable", attempt(() => sql`select 1`));
  await rejectsWith("unavailable", transact(sql, async (tx) => await tx`select 1`));
  await sql.end();
  await rejectsWith("unavailable", attempt(() => sql`select 1`));
});

Deno.test("connections that were terminated do not fail the next call", async () => {
  await using db = await testDatabase();
  const sql = connect(db.url, { max: 4, name: "cut" });
  const cut = Promise.allSettled(Array.from({ length: 4 }, () => sql`select pg_sleep(60)`));
  let left = 4;
  while (left > 0) {
    const [{ count }] = await db.sql`
      select count(pg_terminate_backend(pid, 5000))::int from pg_stat_activity
      where application_name = 'cut' and query like '%pg_sleep%'`;
    left -= count;
  }
  await cut;
  await Promise.all(Array.from({ length: 4 }, () => attempt(() => sql`select 1`)));
  await disconnect(sql);
});

Deno.test("after a deadlock a transaction runs again", async () => {
  await using db = await testDatabase({ max: 2 });
  const { sql } = db;
  await sql`create table accounts (id int primary key, amount int not null default 0)`;
  await sql`insert into accounts values (1), (2)`;
  let runs = 0;
  const bothHoldOne = barrier(2);
  const move = (sql: Sql, from: number, to: number) =>
    transact(sql, async (tx) => {
      runs++;
      await tx`update accounts set amount = amount - 1 where id = ${from}`;
      await bothHoldOne();
      await tx`update accounts set amount = amount + 1 where id = ${to}`;
    });
  assert.deepEqual(await settled([move(sql, 1, 2), move(sql, 2, 1)]), ["ok", "ok"]);
  assert.ok(runs > 2, `${runs} runs`);
  const rows = await sql`select amount from accounts`;
  assert.deepEqual(rows.map(({ amount }) => amount), [0, 0]);
});

Deno.test("inside another transaction only the outermost runs again", async (t) => {
  await using db = await testDatabase({ max: 1 });
  const { sql } = db;
  await sql`create sequence tries`;
  const busyTwice = async (tx: Queries) => {
    await tx`do $$ begin
      if nextval('tries') < 3 then raise exception using errcode = '40P01'; end if;
    end $$`;
    return "done";
  };
  const cases: Record<string, (tx: Queries) => Promise<string>> = {
    "a transaction": (tx) => transact(tx, busyTwice),
    "a statement": (tx) => attempt(() => busyTwice(tx)),
  };
  for (const [name, inner] of Object.entries(cases)) {
    await t.step(name, async () => {
      await sql`alter sequence tries restart`;
      let runs = 0;
      const result = await transact(sql, (tx) => {
        runs++;
        return inner(tx);
      });
      assert.deepEqual([result, runs], ["done", 3]);
    });
  }
  await t.step("an error inside leaves the rest", async () => {
    const result = await transact(sql, async (tx) => {
      await tx`create table kept (id int)`;
      await rejectsWith("invalid_input", transact(tx, (inner) => inner`select ${"x"}::text::int`));
      await tx`insert into kept values (1)`;
      return await tx`select from kept`;
    });
    assert.equal(result.length, 1);
  });
});

Deno.test("a transaction that fails again and again is given up", async () => {
  await using db = await testDatabase({ max: 1 });
  let runs = 0;
  const work = transact(db.sql, async (tx) => {
    runs++;
    await tx`do $$ begin raise exception using errcode = '40001'; end $$`;
  });
  await rejectsWith("unavailable", work);
  assert.equal(runs, 4);
});

/** A function that waits until it was called `count` times. */
function barrier(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  return () => {
    if (--count === 0) resolve();
    return promise;
  };
}
