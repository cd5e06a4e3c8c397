/**
 * `deno task walkthrough`: starts the app on a database of its own, walks through the document that
 * it was specified by, and prints what was sent and heard.
 */
import { start } from "../../main.ts";
import { connect, disconnect } from "../../lib/db/pool.ts";
import { readSettings } from "../../lib/settings.ts";
import { Scribe } from "./scribe.ts";
import { play } from "./seed_chapters.ts";

const dataDir = await Deno.makeTempDir({ prefix: "liaison-walkthrough-" });
try {
  const settings = {
    DATA_DIR: dataDir,
    PORT: "0",
    HOST: "127.0.0.1",
    LOG_LEVEL: "warn",
    DEMO: "1",
  };
  const running = await start(readSettings(settings), console.log);
  const sql = connect(running.databaseUrl, { max: 1 });
  try {
    await using scribe = new Scribe(running.url, sql, console.log);
    await play(scribe);
    console.log("\nAll of it was as the document says.");
  } finally {
    await disconnect(sql);
    await running.stop();
  }
} finally {
  await Deno.remove(dataDir, { recursive: true });
}
