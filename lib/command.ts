/**
 * Commands on the database, as its owner: the one of the settings, or the embedded one, whether the
 * app is running on it or not.
 */
import { fileURLToPath } from "node:url";
import { AppError } from "./contract/errors.ts";
import { StartError } from "./db/errors.ts";
import { migrate } from "./db/migrate.ts";
import { connect, disconnect, type Sql } from "./db/pool.ts";
import { ownerUrlOf, requireDatabase } from "./db/server.ts";
import { clusterDirectory } from "./embedded/cluster.ts";
import { startEmbedded } from "./embedded/mod.ts";
import { findRunning } from "./embedded/running.ts";
import { createLog, type Log } from "./log.ts";
import { readEnvironment, readSettings, type Settings, SettingsError } from "./settings.ts";

/** Returns the exit code. */
export type Command = (sql: Sql, settings: Settings) => Promise<number>;

const migrations = fileURLToPath(new URL("../migrations", import.meta.url));

/**
 * Runs the command that `read` finds in the program's arguments, and ends the program; where it finds
 * none (null), with `usage`. Expected errors are one sentence for the person at the terminal.
 */
export async function runCommand(
  read: (args: string[]) => Command | null,
  usage: string,
): Promise<never> {
  try {
    const command = read(Deno.args);
    if (command) Deno.exit(await onDatabase(readSettings(readEnvironment()), command));
    console.error(usage);
    Deno.exit(2);
  } catch (error) {
    if (!isExpected(error)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}

/** The lines of the security log are for what collects them, not for a person at a terminal. */
export function logOf({ logLevel }: Settings): Log {
  return createLog(Deno.stderr.isTerminal() ? "warn" : logLevel);
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

/** Whether the message of an error is for the person at the terminal. */
function isExpected(error: unknown): error is Error {
  return error instanceof StartError || error instanceof SettingsError ||
    error instanceof AppError ||
    (error instanceof TypeError && "code" in error && /^ERR_PARSE_ARGS/.test(String(error.code)));
}
