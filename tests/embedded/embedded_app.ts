/**
 * An app with nothing but the embedded database, for tests that kill it. Writes `ready <url> <pid>` once
 * it runs and `refused <message>` when it cannot; on SIGINT writes `interrupted` and goes on, stops when
 * its input ends.
 */
import { startEmbedded } from "../../lib/embedded/mod.ts";
import { StartError } from "../../lib/db/errors.ts";

const [dataDir] = Deno.args;
try {
  Deno.addSignalListener("SIGINT", () => console.log("interrupted"));
  const report = (line: string) => console.log(`report ${line}`);
  const embedded = await startEmbedded({ dataDir, report });
  console.log(`ready ${embedded.url} ${embedded.pid}`);
  for await (const _ of Deno.stdin.readable) continue;
  await embedded.stop();
  console.log("stopped");
  Deno.exit(0);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.log(`refused ${error.message.replaceAll("\n", " ")}`);
  Deno.exit(1);
}
