/** One running Postgres server process: started, awaited, stopped. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "../db/errors.ts";
import { type Account, commandLine, lastLines } from "./command.ts";

export type Postmaster = {
  pid: number;
  /** Resolves when the process has ended, to how it did ("exit code 1", "SIGKILL"). */
  exited: Promise<string>;
  /** A fast shutdown: clients are disconnected, everything committed is on disk afterwards. */
  stop(): Promise<void>;
};

export type LaunchOptions = {
  program: string;
  account: Account;
  directory: string;
  logFile: string;
  port: number;
  /** Faster and not durable, for the data of tests. */
  fast: boolean;
  report: (line: string) => void;
};

/** Starts Postgres and waits until it accepts connections. Throws StartError with the log's end. */
export async function launch(options: LaunchOptions): Promise<Postmaster> {
  const logged = await sizeOf(options.logFile);
  const postmaster = spawnPostmaster(options);
  let exit: string | undefined;
  postmaster.exited.then((how) => exit = how);
  const begun = Date.now();
  let reportedAt = begun;
  while (!await isReady(options.directory, postmaster.pid)) {
    if (exit !== undefined) throw await startFailure(options, logged, exit);
    if (Date.now() - reportedAt > 5_000) {
      reportedAt = Date.now();
      options.report(`Waiting for Postgres, ${Math.round((reportedAt - begun) / 1000)} s so far`);
    }
    await delay(10);
  }
  return postmaster;
}

function spawnPostmaster(options: LaunchOptions): Postmaster {
  const { account, directory, program, logFile } = options;
  const line = commandLine(account, directory, program, serverArguments(options));
  const log = openSync(logFile, "a");
  try {
    // Detached: a session of its own, so that a terminal's Ctrl-C, which goes to every process in the
    // foreground, does not stop the database before the app has finished with it.
    const child = spawn(line.file, line.args, {
      ...line.options,
      detached: true,
      stdio: ["ignore", log, log],
    });
    return attend(child);
  } finally {
    closeSync(log);
  }
}

function attend(child: ChildProcess): Postmaster {
  const exited = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return { pid: child.pid ?? 0, exited, stop: () => stop(child, exited) };
}

async function stop(child: ChildProcess, exited: Promise<string>): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [["SIGINT", 30_000], ["SIGQUIT", 10_000]];
  for (const [signal, patience] of steps) {
    child.kill(signal);
    const timer = new AbortController();
    const late = delay(patience, "late", timer).catch(() => "late");
    const outcome = await Promise.race([exited, late]);
    timer.abort();
    if (outcome !== "late") return;
  }
  child.kill("SIGKILL");
  await exited;
}

function serverArguments({ directory, port, fast }: LaunchOptions): string[] {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "200",
    shared_buffers: "128MB",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    log_line_prefix: "%m [%p] ",
    // Details and statements have people's rows in them.
    log_error_verbosity: "terse",
    log_min_error_statement: "panic",
  };
  const notDurable = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  if (fast) Object.assign(settings, notDurable);
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", directory, ...options];
}

/** The last line of Postgres' pid file is `ready` once it accepts connections. */
async function isReady(directory: string, pid: number): Promise<boolean> {
  const text = await Deno.readTextFile(join(directory, "postmaster.pid")).catch(() => "");
  const lines = text.split("\n");
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

async function startFailure(
  { logFile }: LaunchOptions,
  logged: number,
  exit: string,
): Promise<StartError> {
  const text = new TextDecoder().decode((await Deno.readFile(logFile)).subarray(logged));
  return new StartError(
    `Postgres did not start (${exit}). Its log, ${logFile}, ends with:\n${lastLines(text)}`,
    "Repair what it names and start again, or set DATABASE_URL to a server of your own.",
  );
}

async function sizeOf(path: string): Promise<number> {
  return (await Deno.stat(path).catch(() => undefined))?.size ?? 0;
}
