/** The whole app, in this process, on a database of its own. */
import { type Running, start } from "../../main.ts";
import type { Sql } from "../../lib/db/pool.ts";
import { readSettings } from "../../lib/settings.ts";
import type { User } from "../../lib/contract/users.ts";
import { testDatabase } from "./database.ts";
import { SECRET } from "./auth.ts";
import { patient, researcher } from "./factories.ts";

export type TestApp = AsyncDisposable & {
  /** Where people go, on this machine unless PUBLIC_URL is set. */
  url: string;
  /** Where the server listens. */
  address: string;
  /** Of the owner; the app itself works as its own role. */
  databaseUrl: string;
  /** A pool of the test's own on the app's database, as the owner. */
  sql: Sql;
  /** Stops the app and starts it again on the same port and database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts the app: `await using app = await startApp();`. */
export async function startApp(env: Record<string, string> = {}): Promise<TestApp> {
  const db = await testDatabase({ demo: env.DEMO === "1" });
  const launch = (port: string) =>
    start(
      readSettings({
        DATABASE_URL: db.appUrl,
        JWT_SECRET: SECRET,
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
    address: `http://localhost:${running.port}`,
    databaseUrl: db.url,
    sql: db.sql,
    stop,
    async restart() {
      await running.stop();
      running = await launch(`${running.port}`);
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Starts the app with a patient and a researcher. */
export async function appWithPeople(): Promise<TestApp & { john: User; sarah: User }> {
  const app = await startApp();
  const [john, sarah] = [await patient(app.sql), await researcher(app.sql)];
  return { ...app, john, sarah };
}
