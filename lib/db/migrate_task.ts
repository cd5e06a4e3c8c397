/** `deno task migrate`: migrations alone, for a deploy step; on the embedded database if no other is set. */
import { fileURLToPath } from "node:url";
import { readDatabaseSettings, readEnvironment, SettingsError } from "../settings.ts";
import { clusterDirectory } from "../embedded/cluster.ts";
import { startEmbedded } from "../embedded/mod.ts";
import { StartError } from "./errors.ts";
import { migrate } from "./migrate.ts";
import { connect, disconnect } from "./pool.ts";
import { type DatabaseUrls, ownerUrlOf, requireDatabase } from "./server.ts";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));

async function migrateDatabase(
  url: string,
  urls: DatabaseUrls,
  embeddedIn?: string,
): Promise<void> {
  const sql = connect(url, { max: 1 });
  try {
    await requireDatabase(sql, urls);
    const names = await migrate(sql, MIGRATIONS, { report: console.log, embeddedIn });
    console.log(names.length === 0 ? "The database is up to date" : `Applied ${names.length}`);
  } finally {
    await disconnect(sql);
  }
}

async function main(): Promise<void> {
  const settings = readDatabaseSettings(readEnvironment());
  const { dataDir } = settings;
  const url = ownerUrlOf(settings);
  if (url) return await migrateDatabase(url, settings);
  const embedded = await startEmbedded({ dataDir, report: console.log });
  try {
    await migrateDatabase(embedded.url, {}, clusterDirectory(dataDir));
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
