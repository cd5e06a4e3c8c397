/** `deno task schema`: writes `migrations/schema.sql`, from a database that is made for it. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startEmbedded } from "../embedded/mod.ts";
import { migrate } from "./migrate.ts";
import { connect, disconnect } from "./pool.ts";
import { dumpSchema } from "./schema.ts";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));
const scratch = await Deno.makeTempDir({ prefix: "liaison-schema-" });
try {
  const embedded = await startEmbedded({ dataDir: scratch, fast: true });
  const sql = connect(embedded.url, { max: 1 });
  try {
    await migrate(sql, MIGRATIONS);
    await Deno.writeTextFile(join(MIGRATIONS, "schema.sql"), await dumpSchema(sql));
  } finally {
    await disconnect(sql);
    await embedded.stop();
  }
} finally {
  await Deno.remove(scratch, { recursive: true });
}
