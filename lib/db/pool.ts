/** The connections to Postgres. */
import postgres from "./postgres_js/driver.ts";
import { StartError } from "./errors.ts";
import { Sockets } from "./postgres_js/sockets.ts";

export type Sql = postgres.Sql;
export type Transaction = postgres.TransactionSql;
/** A pool or a transaction: what can run queries. */
export type Queries = postgres.ISql;

export type ConnectOptions = {
  /** The most connections at once; 10 by default. */
  max?: number;
  /** Behind a transaction-mode pooler: no prepared statements, no session settings. */
  pooled?: boolean;
  /** Gets Postgres' notices. */
  onNotice?: (message: string) => void;
  /** More session settings, such as `{ enable_seqscan: "off" }`. */
  settings?: Record<string, string>;
  /** What `pg_stat_activity` calls these connections; `liaison` by default. */
  name?: string;
  /**
   * After so long without an answer a connection is closed, and what waits for it fails; see
   * SILENT_MS. By default it is waited for without limit, as migrations need it.
   */
  silentMs?: number;
};

/** The driver reads times as ISO has them, whatever the database is set to. Poolers know these. */
const TEXT_FORMS = { datestyle: "ISO, MDY", standard_conforming_strings: "on" };

const STATEMENT_S = 30;
const IDLE_S = 15;

/** For pools of short statements: a connection may be idle first, and then take its time. */
export const SILENT_MS = (IDLE_S + STATEMENT_S + 5) * 1000;

/** Between two attempts to connect. The driver's default grows to 20 s, while queries wait. */
const LONGEST_PAUSE_S = 0.25;

/**
 * A pool of connections, opened as they are needed. `bigint` values come as numbers while those are
 * exact, else as strings. A statement is cancelled after 30 s, a transaction left idle after 60 s.
 * Throws StartError if the URL cannot be used at all.
 */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  const { max = 10, pooled = false, onNotice = () => {}, settings, name = "liaison" } = options;
  const { silentMs } = options;
  const timeouts = {
    statement_timeout: STATEMENT_S * 1000,
    idle_in_transaction_session_timeout: 60_000,
  };
  const sockets = new Sockets(silentMs);
  try {
    const sql = postgres(url, {
      max,
      prepare: !pooled,
      connect_timeout: 10,
      backoff: (failures) => Math.min(0.01 * 2 ** failures, LONGEST_PAUSE_S),
      connection: {
        application_name: name,
        ...TEXT_FORMS,
        ...(pooled ? {} : timeouts),
        ...settings,
      },
      onnotice: (notice) => onNotice(notice.message ?? ""),
      types: { bigint: EXACT_INTEGER, integers: INTEGER_LIST, texts: TEXT_LIST },
      ...(silentMs && { idle_timeout: IDLE_S }),
      // The driver's types do not know the option `socket`.
      ...{ socket: sockets.open },
      // Asking for the server's array types costs a round trip, and a connection lost during it
      // rejects where nobody can catch it: the two kinds that are used are named instead.
      fetch_types: false,
    }) as unknown as Sql;
    const { end } = sql;
    sql.end = (options) => end(options).then(() => sockets.close());
    return sql;
  } catch (error) {
    throw new StartError(
      `The database URL ${redact(url)} cannot be used: ${messageOf(error)}`,
      "Write it as postgres://user:password@host:5432/database, with special characters in the password percent-encoded.",
    );
  }
}

const EXACT_INTEGER: postgres.PostgresType<number | string> = {
  to: 20,
  from: [20],
  serialize: (value: number | string) => String(value),
  parse: (text: string) => Number.isSafeInteger(Number(text)) ? Number(text) : text,
};

const INTEGER_LIST: postgres.PostgresType<number[]> = {
  to: 1007,
  from: [1007],
  serialize: (values: number[]) => `{${values.join()}}`,
  parse: (text: string) => text === "{}" ? [] : text.slice(1, -1).split(",").map(Number),
};

/** For parameters alone: no statement here returns a list of texts other than as JSON. */
const TEXT_LIST: postgres.PostgresType<string[]> = {
  to: 1009,
  from: [],
  serialize: (values: string[]) =>
    `{${values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join()}}`,
  parse: (text) => text,
};

/**
 * Closes a pool: running queries get `seconds` to end. Never without that limit: a connection the
 * server reset in the middle of a query keeps the driver waiting for that query's end for good.
 */
export async function disconnect(sql: Sql, seconds = 5): Promise<void> {
  await sql.end({ timeout: seconds });
}

/** Whether the database answers; rejects with the reason if it does not. */
export async function ping(sql: Queries): Promise<void> {
  await sql`select 1`;
}

/** A URL fit to be shown: its password, and any in its query, replaced by `***`. */
export function redact(url: string): string {
  try {
    const parsed = new URL(url);
    if (parsed.password) parsed.password = "***";
    if (parsed.searchParams.has("password")) parsed.searchParams.set("password", "***");
    return parsed.href;
  } catch {
    return url.replace(/:\/\/.*@/, "://***@").replace(/password=[^&\s]*/gi, "password=***");
  }
}

/** The message of an error, or those of all the errors that it combines. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
