/** The secret that signs tokens where none is set: made once, and kept in the data directory. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";

/** `jwtSecret` as bytes; without it what `dataDir` has, made if missing. */
export async function readSecret(
  { jwtSecret, dataDir }: { jwtSecret?: string; dataDir: string },
): Promise<Uint8Array> {
  if (jwtSecret) return new TextEncoder().encode(jwtSecret);
  const path = join(dataDir, "jwt-secret");
  const options = { createNew: true, mode: 0o600 };
  await Deno.writeTextFile(path, randomBytes(48).toString("base64"), options)
    .catch((error) => {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    });
  return new TextEncoder().encode(await Deno.readTextFile(path));
}
