/**
 * `deno task test [files and options of deno test]`: starts a Postgres, migrates a template database,
 * runs the tests, and ends with the line `N passed, N failed`. With TEST_DATABASE_URL set, that
 * server is used (Postgres 15 or newer, a role that may create databases).
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startEmbedded } from "../../lib/embedded/mod.ts";
import { StartError } from "../../lib/db/errors.ts";
import { migrate } from "../../lib/db/migrate.ts";
import { connect, disconnect } from "../../lib/db/pool.ts";
import { requireServer } from "../../lib/db/server.ts";
import { countTests } from "./count.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const kinds = ["read", "write", "net", "env", "sys", "run", "ffi"];
const interrupted = new AbortController();

async function main(args: string[], undo: AsyncDisposableStack): Promise<number> {
  const url = Deno.env.get("TEST_DATABASE_URL") || await startServer(undo);
  interrupted.signal.throwIfAborted();
  const template = await makeTemplate(url, undo);
  interrupted.signal.throwIfAborted();
  return await runTests(args, { TEST_DATABASE_URL: url, TEST_TEMPLATE: template });
}

async function startServer(undo: AsyncDisposableStack): Promise<string> {
  const scratch = await Deno.makeTempDir({ prefix: "liaison-test-" });
  undo.defer(() => Deno.remove(scratch, { recursive: true }));
  const embedded = await startEmbedded({ dataDir: scratch, fast: true });
  undo.defer(() => embedded.stop());
  return embedded.url;
}

async function makeTemplate(url: string, undo: AsyncDisposableStack): Promise<string> {
  const name = `template_${randomUUID().replaceAll("-", "")}`;
  const admin = connect(url, { max: 1 });
  undo.defer(() => disconnect(admin));
  await requireServer(admin);
  await admin`create database ${admin(name)} template template0`;
  undo.defer(async () => {
    await admin`drop database if exists ${admin(name)} with (force)`;
  });
  const target = new URL(url);
  target.pathname = `/${name}`;
  const sql = connect(target.href, { max: 1 });
  try {
    await migrate(sql, join(root, "migrations"));
  } finally {
    await disconnect(sql);
  }
  return name;
}

/** Runs `deno test`, repeats its output here, and closes with the counts. Returns its exit code. */
async function runTests(args: string[], env: Record<string, string>): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", ...kinds.map((kind) => `--allow-${kind}`), ...args],
    cwd: root,
    env: { ...env, ...(Deno.stdout.isTerminal() ? { FORCE_COLOR: "1" } : {}) },
    stdout: "piped",
  }).spawn();
  const stop = () => child.kill("SIGTERM");
  interrupted.signal.addEventListener("abort", stop);
  const output = await repeat(child.stdout);
  const { code } = await child.status;
  interrupted.signal.removeEventListener("abort", stop);
  const { passed, failed, skipped } = countTests(output, code);
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
  return code;
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
  await using undo = new AsyncDisposableStack();
  code = await main(Deno.args, undo);
} catch (error) {
  if (interrupted.signal.aborted) code = 130;
  else if (error instanceof StartError) console.error(error.message);
  else throw error;
}
Deno.exit(code);
