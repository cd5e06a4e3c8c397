/** Databases in memory: to make one there takes a tenth of the time that it takes on disk. */
import { randomUUID } from "node:crypto";
import { connect, disconnect } from "../../lib/db/pool.ts";

const MEMORY = "/dev/shm";
const LEAST_FREE_BYTES = 2 ** 30;

/** A folder's name in memory; undefined where there is no room for one. */
export async function findMemory(): Promise<string | undefined> {
  const listing = await run("df", ["--output=avail", "-B1", MEMORY]).catch(() => "");
  const free = Number(listing.split("\n")[1] ?? 0);
  return free < LEAST_FREE_BYTES ? undefined : `${MEMORY}/liaison-test-${randomUUID()}`;
}

/**
 * Makes the server at `url`, whose files are those of `cluster`, keep in `folder` all databases that
 * come from template0. Deno lets no program write there but by a command.
 */
export async function keepDatabasesIn(folder: string, url: string, cluster: string): Promise<void> {
  const { uid, gid } = await Deno.stat(cluster);
  await run("install", ["-d", "-m", "700", "-o", String(uid), "-g", String(gid), folder]);
  const admin = connect(url, { max: 1 });
  try {
    await admin.unsafe(`create tablespace memory location '${folder}'`);
    await admin`alter database template0 set tablespace memory`;
  } finally {
    await disconnect(admin);
  }
}

/** Removes the folder once the server has ended. */
export async function removeMemory(folder: string): Promise<void> {
  await run("rm", ["-rf", folder]);
}

async function run(program: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`${program} ${args.join(" ")}: ${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
}
