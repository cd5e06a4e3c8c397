/** The connections to Postgres. */
import postgres from "./driver.ts";
import { StartError } from "./errors.ts";
import { openSockets } from "./sockets.ts";

export type Sql = postgres.Sql;
export type Transaction = postgres.TransactionSql;
/** What both a pool and a transaction can do: run queries. */
export type Queries = postgres.ISql;

export interface ConnectOptions {
  /** Most connections at once; 10 unless said. */
  max?: number;
  /** Behind a transaction-mode pooler: no prepared statements, no session settings. */
  pooled?: boolean;
  /** Hears Postgres' notices. */
  onNotice?: (message: string) => void;
  /** More session settings, such as `{ enable_seqscan: "off" }`. */
  settings?: Record<string, string>;
  /** What `pg_stat_activity` calls these connections; `liaison` unless said. */
  name?: string;
  /**
   * Connections from which nothing came for so long are given up, with what waits for them; see
   * SILENT_MS. Unless said they are waited for, as migrations need it.
   */
  silentMs?: number;
}

const STATEMENT_S = 30;
const IDLE_S = 15;

/** For pools of short statements: a connection may be idle first, and then take its time. */
export const SILENT_MS = (IDLE_S + STATEMENT_S + 5) * 1000;

/** The oldest major version of Postgres that is known to work. */
const oldestMajor = 15;
const startupPatienceMs = 30_000;
/** Between two attempts to connect. The driver's own pauses grow to 20 s, and queries wait along. */
const longestPauseS = 0.25;

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
  try {
    return postgres(url, {
      max,
      prepare: !pooled,
      connect_timeout: 10,
      backoff: (failures) => Math.min(0.01 * 2 ** failures, longestPauseS),
      connection: { application_name: name, ...(pooled ? {} : timeouts), ...settings },
      onnotice: (notice) => onNotice(notice.message ?? ""),
      types: { bigint: exactInteger, integers: integerList, texts: textList },
      // The driver's types do not know the option `socket`.
      ...(silentMs && { idle_timeout: IDLE_S, socket: openSockets(silentMs) }),
      // Asking for the server's array types costs a round trip, and a connection lost during it
      // rejects where nobody can catch it: the two kinds that are used are named instead.
      fetch_types: false,
    }) as unknown as Sql;
  } catch (error) {
    throw new StartError(
      `The database URL ${redact(url)} cannot be used: ${messageOf(error)}`,
      "Write it as postgres://user:password@host:5432/database, with special characters in the password percent-encoded.",
    );
  }
}

const exactInteger: postgres.PostgresType<number | string> = {
  to: 20,
  from: [20],
  serialize: (value: number | string) => String(value),
  parse: (text: string) => Number.isSafeInteger(Number(text)) ? Number(text) : text,
};

const integerList: postgres.PostgresType<number[]> = {
  to: 1007,
  from: [1007],
  serialize: (values: number[]) => `{${values.join()}}`,
  parse: (text: string) => text === "{}" ? [] : text.slice(1, -1).split(",").map(Number),
};

/** For parameters alone: no statement here returns a list of texts other than as JSON. */
const textList: postgres.PostgresType<string[]> = {
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

/**
 * Makes sure that there is a usable server at the other end, waiting while it starts up. Returns
 * its version number (180004 for 18.4). Throws StartError, without the password, where it is not.
 */
export async function requireServer(sql: Sql): Promise<number> {
  const place = placeOf(sql);
  const { version, encoding } = await serverFacts(sql).catch((error) => {
    throw new StartError(`No connection to Postgres at ${place}: ${messageOf(error)}`, hint(error));
  });
  if (version < oldestMajor * 10_000) {
    throw new StartError(
      `Postgres at ${place} is version ${
        Math.floor(version / 10_000)
      }; ${oldestMajor} or newer is needed.`,
      "Upgrade that server, point DATABASE_URL to a newer one, or unset it to use the embedded Postgres.",
    );
  }
  if (encoding !== "UTF8") {
    throw new StartError(
      `The database at ${place} is encoded in ${encoding}; UTF8 is needed.`,
      "Make a database with `create database … encoding 'UTF8' template template0` and point DATABASE_URL to it.",
    );
  }
  return version;
}

async function serverFacts(sql: Sql): Promise<{ version: number; encoding: string }> {
  const end = Date.now() + startupPatienceMs;
  for (;;) {
    try {
      const [facts] = await sql<{ version: number; encoding: string }[]>`
        select current_setting('server_version_num')::int as version,
          current_setting('server_encoding') as encoding`;
      return facts;
    } catch (error) {
      const isStartingUp = codeOf(error) === "57P03";
      if (!isStartingUp || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
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

function placeOf(sql: Sql): string {
  const { host, port, database, user } = sql.options;
  return `${host}:${port} (database ${database}, user ${user})`;
}

function hint(error: unknown): string {
  const code = codeOf(error);
  if (/certificate/i.test(messageOf(error))) {
    return "Name the file with the certificate of the server's authority in the variable DENO_CERT, or write sslmode=require into DATABASE_URL to encrypt without checking who answers.";
  }
  if (code === "28000" && messageOf(error).includes("no encryption")) {
    return "Add ?sslmode=require to DATABASE_URL, or sslmode=verify-full to have the server's certificate checked.";
  }
  if (code === "28P01" || code === "28000") {
    return "Check the user name and password in DATABASE_URL, and the server's pg_hba.conf.";
  }
  if (code === "3D000") {
    return "Create it (`createdb`), or correct the database's name in DATABASE_URL.";
  }
  if (code === "53300") {
    return "Raise the server's max_connections, or close other programs' connections.";
  }
  return "Check that the server runs and that host, port and sslmode in DATABASE_URL are right, or unset DATABASE_URL to use the embedded Postgres.";
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
