/**
 * What an app that was killed leaves behind: a Postgres that still runs on the data, its children, a
 * pid file. Only processes that work in this data directory are signalled: the pid in a file may
 * belong to another process by now.
 */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "../db/errors.ts";
import { commandLine, run } from "./command.ts";

/** Stops what still runs on the data directory and removes its pid file. */
export async function clearLeftovers(
  directory: string,
  report: (line: string) => void,
): Promise<void> {
  const pidFile = join(directory, "postmaster.pid");
  const text = await Deno.readTextFile(pidFile).catch(() => undefined);
  if (text === undefined) return;
  const postmaster = Number(text.split("\n")[0]);
  if ((await processesIn(directory)).length > 0) {
    report(
      `Recovering: stopping the Postgres (process ${postmaster}) that an earlier run left behind`,
    );
    await stopAll(directory, postmaster);
  } else {
    report("Recovering: the database was not shut down last time");
  }
  await Deno.remove(pidFile).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

async function stopAll(directory: string, postmaster: number): Promise<void> {
  if ((await processesIn(directory)).includes(postmaster)) {
    signal(postmaster, "SIGINT");
    if (await isEmptied(directory, 30_000)) return;
  }
  // Children outlive a postmaster that was killed until they notice; most do at once.
  if (await isEmptied(directory, 1_000)) return;
  for (const pid of await processesIn(directory)) signal(pid, "SIGQUIT");
  if (await isEmptied(directory, 10_000)) return;
  const pids = (await processesIn(directory)).join(", ");
  throw new StartError(
    `Postgres processes of an earlier run (${pids}) still use ${directory} and do not stop.`,
    `End them by hand (kill -9 ${pids}) and start again.`,
  );
}

async function isEmptied(directory: string, withinMs: number): Promise<boolean> {
  const end = Date.now() + withinMs;
  while ((await processesIn(directory)).length > 0) {
    if (Date.now() > end) return false;
    await delay(50);
  }
  return true;
}

/** The pids of the Postgres processes whose data directory this is. */
export async function processesIn(directory: string): Promise<number[]> {
  if (Deno.build.os === "windows") return [];
  const script = Deno.build.os === "linux" ? WORKING_IN : STARTED_WITH;
  const { text } = await run(commandLine({ capable: false }, "/", "sh", [
    "-c",
    script,
    "sh",
    directory,
  ]));
  return text.split("\n").filter((line) => /^\s*\d+$/.test(line)).map(Number);
}

/** Every Postgres process works in its data directory, also after that was renamed. */
const WORKING_IN = `
  for process in /proc/[0-9]*; do
    [ "$process/cwd" -ef "$1" ] && read -r name < "$process/comm" && [ "$name" = postgres ] &&
      echo "\${process#/proc/}"
  done`;

/** Without /proc: the postmaster, known by its command line. */
const STARTED_WITH = `
  ps -axo pid=,command= | while read -r pid command; do
    case "$command" in *postgres*"-D $1 "*) echo "$pid" ;; esac
  done`;

function signal(pid: number, name: Deno.Signal): void {
  try {
    Deno.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
