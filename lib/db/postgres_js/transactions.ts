/**
 * Transactions that survive the loss of their connection. After a loss the driver still writes the
 * next statement, such as its `rollback`, to the closed connection. That ends the process, or runs
 * the statement in another transaction. Here nothing is written after a loss.
 */
import type { Queries, Sql, Transaction } from "../pool.ts";

/** The codes of a lost connection, besides every error that Postgres calls fatal. */
const LOSSES = new Set([
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
 * Runs `work` in a transaction, or in a savepoint where `sql` is a transaction of this function:
 * all of it or nothing. Rejects with what went wrong. On a loss the work stops at its next
 * statement, which never returns.
 */
export function begin<T>(sql: Queries, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return isTransaction(sql) ? nest(sql, work) : open(sql as Sql, work);
}

/** Whether `sql` is a transaction rather than a pool. */
export function isTransaction(sql: Queries): sql is Transaction {
  return "savepoint" in sql;
}

type Connection = { lost: boolean };

/** Those of the transactions that are open. */
const connections = new WeakMap<Transaction, Connection>();

async function open<T>(sql: Sql, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const connection = { lost: false };
  const result = sql.begin("isolation level read committed", (tx) => run(tx, connection, work));
  // The driver rejects as soon as the connection is lost, without waiting for the work.
  result.catch(() => connection.lost = true);
  return await result as T;
}

async function nest<T>(tx: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const connection = connections.get(tx)!;
  return await tx.savepoint((inner) => run(inner, connection, work)) as T;
}

async function run<T>(
  tx: Transaction,
  connection: Connection,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const guarded = guard(tx, connection);
  connections.set(guarded, connection);
  const [outcome] = await Promise.allSettled([work(guarded)]);
  const failed = outcome.status === "rejected";
  if (connection.lost || (failed && isLoss(outcome.reason))) return await never;
  if (failed) throw outcome.reason;
  return outcome.value;
}

/** `tx`, which sends nothing once the connection is lost. */
function guard(tx: Transaction, connection: Connection): Transaction {
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
  return "code" in error && LOSSES.has(String(error.code));
}
