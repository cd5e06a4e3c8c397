/**
 * Transactions that survive the loss of their connection. The driver's own do not: it writes what
 * comes next, its `rollback` for one, to the closed connection, which ends the process or lets
 * the statement slip into somebody else's transaction. Here nothing is written after a loss.
 */
import type { Sql, Transaction } from "./pool.ts";

/** What a lost connection says; besides these, every error that Postgres calls fatal. */
const losses = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "ECONNABORTED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
]);

const never = new Promise<never>(() => {});

/**
 * Runs `work` in a transaction: all of it or nothing. Rejects with what went wrong. On a loss the
 * work stops at its next statement, which never returns.
 */
export async function begin<T>(sql: Sql, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const connection = { lost: false };
  const result = sql.begin(async (tx) => {
    const [outcome] = await Promise.allSettled([work(guard(tx, connection))]);
    const failed = outcome.status === "rejected";
    if (connection.lost || (failed && isLoss(outcome.reason))) return await never;
    if (failed) throw outcome.reason;
    return outcome.value;
  });
  // The driver rejects in the moment of the loss, and then does not wait for the work.
  result.catch(() => connection.lost = true);
  return await result as T;
}

/** `tx`, mute once the connection is lost. Savepoints inside it are the driver's own. */
function guard(tx: Transaction, connection: { lost: boolean }): Transaction {
  return new Proxy(tx, {
    apply: (query, _this, args) => connection.lost ? never : Reflect.apply(query, undefined, args),
    get: (tx, name) => {
      const value = Reflect.get(tx, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => connection.lost ? never : Reflect.apply(value, tx, args);
    },
  });
}

function isLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("severity" in error && /^(FATAL|PANIC)$/.test(String(error.severity))) return true;
  return "code" in error && losses.has(String(error.code));
}
