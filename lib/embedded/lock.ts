/** One app at a time on a data directory. The system releases the lock when the app ends. */
import { join } from "node:path";
import { StartError } from "../db/errors.ts";
import { giveToDirectoryOwner } from "./ownership.ts";

/** Takes the lock, or throws StartError with the pid of the app that has it. */
export async function lockDirectory(dataDir: string): Promise<{ release(): void }> {
  const path = join(dataDir, "lock");
  const file = await Deno.open(path, { read: true, write: true, create: true, mode: 0o644 });
  if (!await file.tryLock(true)) {
    file.close();
    const pid = (await Deno.readTextFile(path)).trim();
    throw new StartError(
      `Liaison is already running on ${dataDir}${pid && ` (process ${pid})`}.`,
      `Stop that one first${pid && ` (kill ${pid})`}, or give this one a DATA_DIR of its own.`,
    );
  }
  await giveToDirectoryOwner(path);
  await file.truncate();
  await file.write(new TextEncoder().encode(`${Deno.pid}\n`));
  return { release: () => file.close() };
}
