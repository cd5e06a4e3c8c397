/** The embedded Postgres of an app that is running, for programs beside it. */
import { join } from "node:path";
import { database } from "./mod.ts";
import { connect, disconnect, ping } from "../db/pool.ts";
import { clusterDirectory, superuser } from "./cluster.ts";

/** The address of the server that runs on `dataDir`, password included; null if none does. */
export async function findRunning(dataDir: string): Promise<string | null> {
  const [port, password] = await Promise.all(
    ["liaison.port", "liaison.password"].map((name) => read(join(clusterDirectory(dataDir), name))),
  );
  if (!port || !password) return null;
  const url = `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
  return await answers(url) ? url : null;
}

/** Another program may have the port by now; the password tells them apart. */
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
