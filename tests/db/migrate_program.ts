/** Migrates a database when `go` comes on its input, for tests that start several of it at once. */
import { migrate } from "../../lib/db/migrate.ts";
import { connect, disconnect, ping } from "../../lib/db/pool.ts";

const [url, directory] = Deno.args;
const sql = connect(url, { max: 1 });
await ping(sql);
console.log("ready");
await Deno.stdin.read(new Uint8Array(3));
console.log(`applied ${JSON.stringify(await migrate(sql, directory))}`);
await disconnect(sql);
