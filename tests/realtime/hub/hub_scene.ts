/** What the tests of the hub have in common. */
import type { Sql } from "../../../lib/db/pool.ts";
import type { Mode } from "../../../lib/realtime/heartbeat.ts";
import type { TestHub } from "../../helpers/audience.ts";
import { eventually } from "../../helpers/signals.ts";

/** The change of that row, once it is delivered. */
export function arrival({ audience }: TestHub, id: number) {
  return audience.changes.until(`row ${id}`, ({ row_id }) => row_id === id);
}

/** Waits for a mode of the hub. */
export function isIn(mode: Mode, { hub }: Pick<TestHub, "hub">): Promise<void> {
  return eventually(`the hub is ${mode}`, () => hub.health.mode === mode);
}

/** Counts the NOTIFYs that some work sends to hubs. */
export async function countNotifies(sql: Sql) {
  let count = 0;
  let ended = () => {};
  await sql.listen("liaison_changes", (payload) => {
    if (payload === "") count++;
    if (payload === "end") ended();
  });
  /** Resolves once all that was sent before has come. */
  const settle = async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    ended = resolve;
    await sql.notify("liaison_changes", "end");
    await promise;
  };
  return async (work: () => Promise<unknown>): Promise<number> => {
    await settle();
    count = 0;
    await work();
    await settle();
    return count;
  };
}

/** A transaction that stays open until `commit`; it is rolled back without. */
export async function openTransaction(sql: Sql) {
  const opened = Promise.withResolvers<Sql>();
  const ending = Promise.withResolvers<void>();
  const ended = sql.begin(async (tx) => {
    opened.resolve(tx as unknown as Sql);
    await ending.promise;
  });
  ended.catch(opened.reject);
  const tx = await opened.promise;
  return {
    tx,
    async commit() {
      ending.resolve();
      await ended;
    },
    async [Symbol.asyncDispose]() {
      ending.reject(new Error("not committed"));
      await ended.catch(() => {});
    },
  };
}
