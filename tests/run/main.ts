/**
 * `deno task test [files, folders and options of deno test]`: prepares what the tests share, runs
 * them, and ends with the time it took, the slowest tests and the line `N passed, N failed`. With
 * TEST_DATABASE_URL set, that server is used (Postgres 15 or newer, a role that may create
 * databases). DENO_JOBS is the number of files that are run at a time, 2 unless it is set.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { StartError } from "../../lib/db/errors.ts";
import { type Pass, passesFor, splitArguments } from "./passes.ts";
import { closingLine, type Count, countTests, readTimes, slowest, type Timed } from "./report.ts";
import { prepare } from "./stage.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const interrupted = new AbortController();

type Outcome = { count: Count; times: Timed[] };

async function main(args: string[], undo: AsyncDisposableStack): Promise<Outcome[]> {
  const { paths, options } = splitArguments(args);
  const jobs = Number(Deno.env.get("DENO_JOBS")) || 2;
  const passes = await passesFor(root, paths.length > 0 ? paths : ["tests"], jobs);
  const scratch = await Deno.makeTempDir({ prefix: "liaison-test-" });
  undo.defer(() => Deno.remove(scratch, { recursive: true }));
  const env = await prepare(root, scratch, undo);
  const outcomes: Outcome[] = [];
  for (const [index, pass] of passes.entries()) {
    interrupted.signal.throwIfAborted();
    outcomes.push(await run(pass, options, env, join(scratch, `junit${index}.xml`)));
  }
  return outcomes;
}

/** Runs `deno test` on the files of a pass and repeats its output here. */
async function run(
  { files, jobs }: Pass,
  options: string[],
  env: Record<string, string>,
  junit: string,
): Promise<Outcome> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "--no-check",
      "-q",
      "-P=tools",
      ...(jobs > 1 && files.length > 1 ? ["--parallel"] : []),
      `--junit-path=${junit}`,
      ...options,
      ...files,
    ],
    cwd: root,
    env: {
      ...env,
      DENO_JOBS: String(jobs),
      ...(Deno.stdout.isTerminal() ? { FORCE_COLOR: "1" } : {}),
    },
    stdout: "piped",
  }).spawn();
  const stop = () => child.kill("SIGTERM");
  interrupted.signal.addEventListener("abort", stop);
  const output = await repeat(child.stdout);
  const { code } = await child.status;
  interrupted.signal.removeEventListener("abort", stop);
  interrupted.signal.throwIfAborted();
  const report = await Deno.readTextFile(junit).catch(() => "");
  return { count: countTests(output, code), times: readTimes(report) };
}

async function repeat(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  const [shown, kept] = stream.tee();
  const [text] = await Promise.all([
    new Response(kept).text(),
    shown.pipeTo(Deno.stdout.writable, { preventClose: true }),
  ]);
  return text;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => interrupted.abort());
}
let code = 1;
try {
  const start = performance.now();
  await using undo = new AsyncDisposableStack();
  const outcomes = await main(Deno.args, undo);
  await undo.disposeAsync();
  const counts = outcomes.map(({ count }) => count);
  console.log("The slowest tests");
  for (const line of slowest(outcomes.flatMap(({ times }) => times))) console.log(line);
  console.log(`The run took ${Math.round((performance.now() - start) / 1000)} s`);
  console.log(closingLine(counts));
  code = counts.some(({ failed }) => failed > 0) ? 1 : 0;
} catch (error) {
  if (interrupted.signal.aborted) code = 130;
  else if (error instanceof StartError) console.error(error.message);
  else throw error;
}
Deno.exit(code);
