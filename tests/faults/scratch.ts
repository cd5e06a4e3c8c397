/** A data directory that is gone afterwards, with whatever Postgres still runs on it. */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { clearLeftovers, processesIn } from "../../lib/embedded/leftovers.ts";

export type Scratch = AsyncDisposable & {
  dataDir: string;
  /** The Postgres processes that work on it. */
  processes(): Promise<number[]>;
  /** The pid of its postmaster. */
  postmaster(): Promise<number>;
};

/** `await using scratch = await scratchDirectory();` */
export async function scratchDirectory(): Promise<Scratch> {
  const dataDir = await Deno.makeTempDir({ prefix: "liaison-faults-" });
  const directory = join(dataDir, "postgres");
  return {
    dataDir,
    processes: () => processesIn(directory),
    postmaster: async () => parseInt(await Deno.readTextFile(join(directory, "postmaster.pid"))),
    async [Symbol.asyncDispose]() {
      await clearLeftovers(directory, () => {});
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

/**
 * A free port below those that systems give to outgoing connections: clients that try a closed
 * port up there again and again can end up connected to themselves.
 */
export function freePort(): string {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return String(port);
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
