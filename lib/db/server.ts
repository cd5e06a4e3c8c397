/** Whether what is at the other end of a URL can be used. */
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "./errors.ts";
import { connect, disconnect, messageOf, type Sql } from "./pool.ts";

type Variable = "DATABASE_URL" | "LISTEN_DATABASE_URL" | "OWNER_DATABASE_URL";
type Facts = { version: number; encoding: string };

/** The oldest major version of Postgres that is known to work. */
const OLDEST_MAJOR = 15;
const STARTUP_PATIENCE_MS = 30_000;
const ANSWER_PATIENCE_MS = 15_000;

export type DatabaseUrls = {
  databaseUrl?: string;
  listenDatabaseUrl?: string;
  ownerDatabaseUrl?: string;
};

/** The address by which the database is migrated, if one is set: not through a pooler. */
export function ownerUrlOf(urls: DatabaseUrls): string | undefined {
  return urls.ownerDatabaseUrl ?? urls.listenDatabaseUrl ?? urls.databaseUrl;
}

/**
 * Makes sure that `sql`, connections by `ownerUrlOf(urls)`, has a usable server, and that all `urls`
 * lead to one database. Throws StartError, naming the variable.
 */
export async function requireDatabase(sql: Sql, urls: DatabaseUrls): Promise<void> {
  const set = Object.entries({
    OWNER_DATABASE_URL: urls.ownerDatabaseUrl,
    LISTEN_DATABASE_URL: urls.listenDatabaseUrl,
    DATABASE_URL: urls.databaseUrl,
  }).filter(([, url]) => url) as [Variable, string][];
  const [first, ...others] = set;
  await requireServer(sql, first?.[0]);
  for (const [variable, url] of others) {
    const other = connect(url, { max: 1, pooled: true });
    try {
      await requireServer(other, variable);
      await requireSame(first[0], sql, variable, other);
    } finally {
      await disconnect(other);
    }
  }
}

/** A lock that is taken in one database is free in any other. */
async function requireSame(
  variable: Variable,
  direct: Sql,
  otherVariable: Variable,
  other: Sql,
): Promise<void> {
  const key = randomBytes(6).readUIntBE(0, 6);
  const differs = await direct.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${key}::bigint)`;
    const [{ free }] = await other`select pg_try_advisory_xact_lock(${key}::bigint) as free`;
    return free;
  });
  if (!differs) return;
  throw new StartError(
    `${variable} leads to ${
      placeOf(direct)
    }, which is another database than that of ${otherVariable}, ${placeOf(other)}.`,
    `Let it lead to the same database, not through a pooler, or unset it where ${otherVariable} serves for both.`,
  );
}

/**
 * Makes sure that there is a usable server at the other end, waiting while it starts up. Returns
 * its version number (180004 for 18.4). An answer may take `patienceMs`. Throws StartError, without the password, where it is not.
 */
export async function requireServer(
  sql: Sql,
  variable: Variable = "DATABASE_URL",
  patienceMs = ANSWER_PATIENCE_MS,
): Promise<number> {
  const place = placeOf(sql);
  const { version, encoding } = await serverFacts(sql, patienceMs).catch((error) => {
    throw new StartError(
      `No connection to Postgres at ${place}: ${messageOf(error)}`,
      hint(error, variable),
    );
  });
  if (version < OLDEST_MAJOR * 10_000) {
    const major = Math.floor(version / 10_000);
    throw new StartError(
      `Postgres at ${place} is version ${major}; ${OLDEST_MAJOR} or newer is needed.`,
      `Upgrade that server, or point ${variable} to a newer one${embedded(variable)}.`,
    );
  }
  if (encoding !== "UTF8") {
    throw new StartError(
      `The database at ${place} is encoded in ${encoding}; UTF8 is needed.`,
      `Make a database with \`create database … encoding 'UTF8' template template0\` and point ${variable} to it.`,
    );
  }
  return version;
}

async function serverFacts(sql: Sql, patienceMs: number): Promise<Facts> {
  const end = Date.now() + STARTUP_PATIENCE_MS;
  for (;;) {
    try {
      return await askServer(sql, patienceMs);
    } catch (error) {
      const isStartingUp = codeOf(error) === "57P03";
      if (!isStartingUp || Date.now() > end) throw error;
      await delay(250);
    }
  }
}

/** What answers without being Postgres keeps the driver trying for good. */
async function askServer(sql: Sql, patienceMs: number): Promise<Facts> {
  const late = new AbortController();
  const answered = sql<Facts[]>`
    select current_setting('server_version_num')::int as version,
      current_setting('server_encoding') as encoding`.execute();
  try {
    return await Promise.race([
      answered.then(([facts]) => facts),
      delay(patienceMs, null, late).then(() => {
        throw new Error(`there was no answer of Postgres within ${patienceMs / 1000} s`);
      }),
    ]);
  } finally {
    late.abort();
  }
}

function placeOf(sql: Sql): string {
  const { host, port, database, user } = sql.options;
  return `${host}:${port} (database ${database}, user ${user})`;
}

function embedded(variable: Variable): string {
  return variable === "DATABASE_URL" ? ", or unset it to use the embedded Postgres" : "";
}

function hint(error: unknown, variable: Variable): string {
  const code = codeOf(error);
  if (/certificate/i.test(messageOf(error))) {
    return `Name the file with the certificate of the server's authority in the variable DENO_CERT, or write sslmode=require into ${variable} to encrypt without checking who answers.`;
  }
  if (code === "28000" && messageOf(error).includes("no encryption")) {
    return `Add ?sslmode=require to ${variable}, or sslmode=verify-full to have the server's certificate checked.`;
  }
  if (code === "28P01" || code === "28000") {
    return `Check the user name and password in ${variable}, and the server's pg_hba.conf.`;
  }
  if (code === "3D000") {
    return `Create it (\`createdb\`), or correct the database's name in ${variable}.`;
  }
  if (code === "53300") {
    return "Raise the server's max_connections, or close other programs' connections.";
  }
  if (messageOf(error).includes("unsupported startup parameter")) {
    return `${variable} leads to a pooler, such as PgBouncer: set LISTEN_DATABASE_URL to a direct address of the same database.`;
  }
  return `Check that the server runs and that host, port and sslmode in ${variable} are right${
    embedded(variable)
  }.`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
