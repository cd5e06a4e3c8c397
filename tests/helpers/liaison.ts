/** The whole app, in this process, on a database of its own. */
import { type Running, start } from "../../main.ts";
import { readSettings } from "../../lib/settings.ts";
import { type TestDatabase, testDatabase } from "./database.ts";

export interface Liaison extends AsyncDisposable {
  url: string;
  db: TestDatabase;
  /** Stops the app and starts it again on the same port and database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the app: `await using liaison = await startLiaison();`. */
export async function startLiaison(env: Record<string, string> = {}): Promise<Liaison> {
  const db = await testDatabase({ demo: env.DEMO === "1" });
  const launch = (port: string) =>
    start(
      readSettings({
        DATABASE_URL: db.url,
        JWT_SECRET: "a secret for tests alone, 32 bytes or more",
        HOST: "127.0.0.1",
        LOG_LEVEL: "silent",
        BUNDLE_DIR: Deno.env.get("BUNDLE_DIR"),
        ...env,
        PORT: port,
      }),
      () => {},
    );
  let running: Running = await launch("0");
  const { url } = running;
  const stop = async () => {
    await running.stop();
    await db.drop();
  };
  return {
    url,
    db,
    stop,
    async restart() {
      await running.stop();
      running = await launch(new URL(url).port);
    },
    [Symbol.asyncDispose]: stop,
  };
}
