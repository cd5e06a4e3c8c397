/** `deno task migrate`: migrations alone, for a deploy step; on the embedded database if no other is set. */
import { fileURLToPath } from "node:url";
import { readDatabaseSettings, readEnvironment, SettingsError } from "../settings.ts";
import { startEmbedded } from "./embedded.ts";
import { StartError } from "./errors.ts";
import { migrate } from "./migrate.ts";
import { connect, disconnect, requireServer } from "./pool.ts";

const directory = fileURLToPath(new URL("../../migrations", import.meta.url));

async function migrateDatabase(url: string): Promise<void> {
  const sql = connect(url, { max: 1 });
  try {
    await requireServer(sql);
    const names = await migrate(sql, directory, console.log);
    console.log(names.length === 0 ? "The database is up to date" : `Applied ${names.length}`);
  } finally {
    await disconnect(sql);
  }
}

async function main(): Promise<void> {
  const { databaseUrl, listenDatabaseUrl, dataDir } = readDatabaseSettings(readEnvironment());
  if (databaseUrl) return await migrateDatabase(listenDatabaseUrl ?? databaseUrl);
  const embedded = await startEmbedded({ dataDir, say: console.log });
  try {
    await migrateDatabase(embedded.url);
  } finally {
    await embedded.stop();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartError || error instanceof SettingsError)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
