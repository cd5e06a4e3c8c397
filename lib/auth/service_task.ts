/**
 * `deno task service`: tokens for other systems. It works on DATABASE_URL, or on the embedded
 * database, whether the app is running on it or not.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { AppError } from "../contract/errors.ts";
import { clusterDirectory } from "../embedded/cluster.ts";
import { startEmbedded } from "../embedded/mod.ts";
import { findRunning } from "../embedded/running.ts";
import { StartError } from "../db/errors.ts";
import { migrate } from "../db/migrate.ts";
import { connect, disconnect, type Sql } from "../db/pool.ts";
import { ownerUrlOf, requireDatabase } from "../db/server.ts";
import { readEnvironment, readSettings, type Settings, SettingsError } from "../settings.ts";
import { readSecret } from "./secret.ts";
import { issueServiceToken, listServiceTokens, revokeServiceTokens } from "./services.ts";

const migrations = fileURLToPath(new URL("../../migrations", import.meta.url));
const USAGE = `Tokens for other systems:
  deno task service issue <name> [--days <1-3650>]   prints a token, once (365 days by default)
  deno task service list                             shows the valid tokens, without the secrets
  deno task service revoke <name|id>                 ends all of a service's tokens, or one`;

type Command = (sql: Sql, settings: Settings) => Promise<number>;

/** The command that the arguments name; null if they name none. */
function readCommand(args: string[]): Command | null {
  const options = { days: { type: "string", default: "365" } } as const;
  const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
  const [verb, name, ...rest] = positionals;
  if (rest.length > 0) return null;
  if (verb === "issue" && name) {
    return (sql, settings) => issue(sql, settings, name, Number(values.days));
  }
  if (verb === "list" && !name) return list;
  if (verb === "revoke" && name) return (sql) => revoke(sql, name);
  return null;
}

async function issue(sql: Sql, settings: Settings, name: string, days: number): Promise<number> {
  const auth = {
    secret: await readSecret(settings),
    secureCookies: false,
    allowedOrigins: [],
    registrations: settings.registrations,
  };
  const { token, expires_at, user } = await issueServiceToken(sql, auth, name, days);
  console.error(`A token for ${user.full_name}, valid until ${expires_at}; it is not shown again:`);
  console.log(token);
  return 0;
}

async function list(sql: Sql): Promise<number> {
  const tokens = await listServiceTokens(sql);
  if (tokens.length === 0) console.error("There are no service tokens");
  for (const { id, name, issued_at, expires_at } of tokens) {
    const [from, until] = [issued_at, expires_at].map((at) => at.toISOString());
    console.log(`${id}  ${name}  issued ${from}, valid until ${until}`);
  }
  return 0;
}

async function revoke(sql: Sql, name: string): Promise<number> {
  const count = await revokeServiceTokens(sql, name);
  if (count === 0) {
    console.error(`There is no service and no token ${name}`);
    return 1;
  }
  console.log(`Revoked ${count}`);
  return 0;
}

async function onDatabase(settings: Settings, command: Command): Promise<number> {
  const { dataDir } = settings;
  const known = ownerUrlOf(settings) ?? await findRunning(dataDir);
  if (known) return await onServer(known, settings, command);
  const embedded = await startEmbedded({ dataDir, report: console.error });
  try {
    return await onServer(embedded.url, settings, command);
  } finally {
    await embedded.stop();
  }
}

async function onServer(url: string, settings: Settings, command: Command): Promise<number> {
  const sql = connect(url, { max: 1 });
  try {
    await requireDatabase(sql, settings);
    const embeddedIn = settings.databaseUrl ? undefined : clusterDirectory(settings.dataDir);
    await migrate(sql, migrations, { report: console.error, embeddedIn });
    return await command(sql, settings);
  } finally {
    await disconnect(sql);
  }
}

async function main(args: string[]): Promise<number> {
  const command = readCommand(args);
  if (command) return await onDatabase(readSettings(readEnvironment()), command);
  console.error(USAGE);
  return 2;
}

/** Whether the message of an error is for the person at the terminal. */
function isExpected(error: unknown): error is Error {
  return error instanceof StartError || error instanceof SettingsError ||
    error instanceof AppError ||
    (error instanceof TypeError && "code" in error && /^ERR_PARSE_ARGS/.test(String(error.code)));
}

try {
  Deno.exit(await main(Deno.args));
} catch (error) {
  if (!isExpected(error)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
