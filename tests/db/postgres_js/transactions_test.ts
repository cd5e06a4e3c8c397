import assert from "node:assert/strict";
import type { Queries, Sql, Transaction } from "../../../lib/db/pool.ts";
import { begin } from "../../../lib/db/postgres_js/transactions.ts";
import { testDatabase } from "../../helpers/database.ts";

async function marks(sql: Sql): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`select id from marks order by id`;
  return rows.map(({ id }) => id);
}

async function pidOf(tx: Queries): Promise<number> {
  const [{ pid }] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return pid;
}

Deno.test("a transaction is kept or undone as a whole", async () => {
  await using db = await testDatabase({ max: 1 });
  const { sql } = db;
  await sql`create table marks (id int primary key)`;
  const result = await begin(sql, async (tx) => {
    await tx`insert into marks ${tx({ id: 1 })}`;
    await tx.unsafe("insert into marks values (2)");
    return "done";
  });
  assert.equal(result, "done");
  const fail = begin(sql, async (tx) => {
    await tx`insert into marks values (3)`;
    throw new Error("no");
  });
  await assert.rejects(fail, { message: "no" });
  await assert.rejects(begin(sql, (tx) => tx`insert into marks values (1)`), { code: "23505" });
  assert.deepEqual(await marks(sql), [1, 2]);
});

Deno.test("inside another, a transaction is kept or undone by itself", async () => {
  await using db = await testDatabase({ max: 1 });
  const { sql } = db;
  await sql`create table marks (id int primary key)`;
  const insert = (tx: Transaction, id: number) => tx`insert into marks values (${id})`;
  const result = await begin(sql, async (tx) => {
    await insert(tx, 1);
    await begin(tx, (inner) => insert(inner, 2));
    const fail = begin(tx, async (inner) => {
      await insert(inner, 3);
      await begin(inner, (innermost) => insert(innermost, 4));
      await insert(inner, 1);
    });
    await assert.rejects(fail, { code: "23505" });
    await insert(tx, 5);
    return "done";
  });
  assert.equal(result, "done");
  assert.deepEqual(await marks(sql), [1, 2, 5]);
  const outer = begin(sql, async (tx) => {
    await begin(tx, (inner) => insert(inner, 6));
    throw new Error("no");
  });
  await assert.rejects(outer, { message: "no" });
  assert.deepEqual(await marks(sql), [1, 2, 5]);
});

Deno.test("a lost connection undoes the transaction and harms no other", async (t) => {
  await using db = await testDatabase({ max: 1 });
  await using other = await testDatabase({ max: 1 });
  const { sql } = db;
  await sql`create table marks (id int primary key)`;

  /** Ends when the connection has gone, as this process sees it. */
  const lose = async (result: () => Promise<unknown>, pid: number) => {
    await other.sql`select pg_terminate_backend(${pid})`;
    await assert.rejects(result());
  };
  const insert = (tx: Transaction, id: number) => tx`insert into marks values (${id})`;
  const cases: Record<string, (tx: Transaction, lost: () => Promise<void>) => Promise<unknown>> = {
    "during a statement": async (tx) => {
      await insert(tx, 1);
      await tx`select pg_terminate_backend(pg_backend_pid())`;
      await insert(tx, 2);
    },
    "between statements": async (tx, lost) => {
      await insert(tx, 1);
      await lost();
      await insert(tx, 2);
    },
    "between statements, with a call of another form": async (tx, lost) => {
      await insert(tx, 1);
      await lost();
      await tx.unsafe("insert into marks values (2)");
    },
    "before the commit": async (tx, lost) => {
      await insert(tx, 1);
      await lost();
    },
    "inside another": async (tx, lost) => {
      await begin(tx, async (inner) => {
        await insert(inner, 1);
        await lost();
        await insert(inner, 2);
      });
    },
    "before the end of one inside another": async (tx, lost) => {
      await begin(tx, async (inner) => {
        await insert(inner, 1);
        await lost();
      });
      await insert(tx, 2);
    },
    "during a statement inside another": async (tx) => {
      await begin(tx, async (inner) => {
        await insert(inner, 1);
        await inner`select pg_terminate_backend(pg_backend_pid())`;
      });
    },
    "before the rollback": async (tx, lost) => {
      await insert(tx, 1);
      await lost();
      throw new Error("no");
    },
  };
  for (const [name, work] of Object.entries(cases)) {
    await t.step(name, async () => {
      const result: Promise<unknown> = begin(sql, async (tx) => {
        const pid = await pidOf(tx);
        return await work(tx, () => lose(() => result, pid));
      });
      await assert.rejects(result, (error: Error & { code?: string }) => error.message !== "no");
      const again = () => begin(sql, (tx) => insert(tx, 3));
      await again().catch(again); // The driver may hand the old error to the first that comes.
      assert.deepEqual(await marks(sql), [3]);
      await sql`truncate marks`;
    });
  }
});
