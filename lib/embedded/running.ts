/** The embedded Postgres of an app that is running, for programs beside it. */
import { join } from "node:path";
import { connect, disconnect, ping } from "../db/pool.ts";
import { clusterDirectory } from "./cluster.ts";
import { urlsOf } from "./roles.ts";

/** The owner's address of the server that runs on `dataDir`; null if none does. */
export async function findRunning(dataDir: string): Promise<string | null> {
  const [port, password] = await Promise.all(
    ["liaison.port", "liaison.password"].map((name) => read(join(clusterDirectory(dataDir), name))),
  );
  if (!port || !password) return null;
  const { url } = urlsOf({ password }, port);
  return await answers(url) ? url : null;
}

/** Another program may have the port by now; only the right server accepts the password. */
async function answers(url: string): Promise<boolean> {
  const sql = connect(url, { max: 1 });
  try {
    await ping(sql);
    return true;
  } catch {
    return false;
  } finally {
    await disconnect(sql);
  }
}

async function read(path: string): Promise<string> {
  return (await Deno.readTextFile(path).catch(() => "")).trim();
}
