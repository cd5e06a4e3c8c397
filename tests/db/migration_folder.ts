/** Folders of migrations for tests. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { StartError } from "../../lib/db/errors.ts";
import { migrate } from "../../lib/db/migrate.ts";
import type { Sql } from "../../lib/db/pool.ts";

/** A folder with these files, by their path in it; gone with the test. */
export async function migrationFolder(files: Record<string, string>) {
  const path = await Deno.makeTempDir({ prefix: "liaison-migrations-" });
  const write = async (name: string, text: string) => {
    await Deno.mkdir(dirname(join(path, name)), { recursive: true });
    await Deno.writeTextFile(join(path, name), text);
  };
  await Deno.mkdir(join(path, "functions"));
  for (const [name, text] of Object.entries(files)) await write(name, text);
  const remove = (name: string) => Deno.remove(join(path, name));
  const dispose = () => Deno.remove(path, { recursive: true });
  return { path, write, remove, [Symbol.asyncDispose]: dispose };
}

/** Makes sure that migrating fails with a StartError of this message. */
export async function refused(sql: Sql, directory: string, pattern: RegExp): Promise<void> {
  await assert.rejects(migrate(sql, directory), (error) => {
    assert.ok(error instanceof StartError, String(error));
    assert.match(error.message, pattern);
    return true;
  });
}
