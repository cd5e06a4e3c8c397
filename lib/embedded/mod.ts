/**
 * The app's own Postgres, used when no DATABASE_URL is given. It is initialised on first use, started
 * with the app, started again when it ends unexpectedly, and stopped last.
 */
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { chooseAccount } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { choosePort, clusterDirectory, openCluster } from "./cluster.ts";
import { clearLeftovers } from "./leftovers.ts";
import { lockDirectory } from "./lock.ts";
import { giveToDirectoryOwner } from "./ownership.ts";
import { launch, type Postmaster } from "./postmaster.ts";
import { prepareRoles, type Urls } from "./roles.ts";
import { StartError } from "../db/errors.ts";

export type EmbeddedOptions = {
  /** Where everything is kept; made if missing. */
  dataDir: string;
  /** Gets a line about each step. */
  report?: (line: string) => void;
  /** Faster and not durable, for the data of tests. */
  fast?: boolean;
  /** Milliseconds before each attempt to start Postgres again; as many attempts as entries. */
  pauses?: number[];
};

/** Addresses have their passwords, and stay the same over restarts while the port is free. */
export type Embedded = Urls & {
  /** The server's present process. */
  readonly pid: number;
  /** Resolves only if Postgres ended and could not be started again, to the reason. */
  failed: Promise<StartError>;
  /** Shuts Postgres down cleanly and releases the data directory. */
  stop(): Promise<void>;
};

const MOST_LOG_BYTES = 10 * 1024 * 1024;

const DEFAULT_PAUSES_MS = [0, 250, 500, 1_000, 2_000, 4_000, 8_000];

/** Starts the embedded Postgres. Throws StartError when it cannot. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir);
  try {
    return await start({
      report: () => {},
      fast: false,
      pauses: DEFAULT_PAUSES_MS,
      ...options,
      dataDir,
    });
  } catch (error) {
    throw explain(error, dataDir);
  }
}

async function start(options: Required<EmbeddedOptions>): Promise<Embedded> {
  const { dataDir, report, fast, pauses } = options;
  const binaries = findBinaries();
  await Deno.mkdir(dataDir, { recursive: true });
  const lock = await lockDirectory(dataDir);
  try {
    const account = await chooseAccount(dataDir, clusterDirectory(dataDir), binaries.postgres);
    const cluster = await openCluster(dataDir, binaries, account, report);
    const { directory } = cluster;
    await clearLeftovers(directory, report);
    const port = await choosePort(directory, account, report);
    const logFile = await openLog(dataDir);
    const launchAgain = async () => {
      await clearLeftovers(directory, report);
      const program = binaries.postgres;
      return await launch({ program, account, directory, logFile, port, fast, report });
    };
    report("Starting Postgres");
    const postmaster = await launchAgain();
    const urls = await prepareRoles(cluster, port, report).catch(async (error) => {
      await postmaster.stop();
      throw error;
    });
    report(`Postgres is ready on port ${port}`);
    return supervise({ urls, postmaster, launchAgain, report, pauses, release: lock.release });
  } catch (error) {
    lock.release();
    throw error;
  }
}

type Supervised = {
  urls: Urls;
  postmaster: Postmaster;
  launchAgain: () => Promise<Postmaster>;
  report: (line: string) => void;
  pauses: number[];
  release: () => void;
};

function supervise(parts: Supervised): Embedded {
  const stopping = new AbortController();
  const failed = Promise.withResolvers<StartError>();
  let current = parts.postmaster;

  async function watch(): Promise<void> {
    for (;;) {
      const how = await current.exited;
      if (stopping.signal.aborted) return;
      parts.report(`Postgres stopped unexpectedly (${how}); starting it again`);
      const next = await relaunch(parts, stopping.signal);
      if (next instanceof Error) return failed.resolve(next);
      if (!next) return;
      current = next;
      if (stopping.signal.aborted) await current.stop();
      else parts.report("Postgres is running again");
    }
  }

  const watching = watch();
  const stop = async () => {
    stopping.abort();
    await current.stop();
    await watching;
    parts.release();
  };
  let stopped: Promise<void> | undefined;
  return {
    ...parts.urls,
    get pid() {
      return current.pid;
    },
    failed: failed.promise,
    stop: () => stopped ??= stop(),
  };
}

/** Launches Postgres again; undefined if `signal` aborts that, an error after the last attempt. */
async function relaunch(
  { launchAgain, pauses }: Supervised,
  signal: AbortSignal,
): Promise<Postmaster | StartError | undefined> {
  let reason: unknown;
  for (const pause of pauses) {
    await delay(pause, undefined, { signal }).catch(() => {});
    if (signal.aborted) return undefined;
    try {
      return await launchAgain();
    } catch (error) {
      reason = error;
    }
  }
  return explain(reason, "its data directory");
}

/** The server's log, readable for its owner alone; a long one is renamed and a new one begun. */
async function openLog(dataDir: string): Promise<string> {
  const path = join(dataDir, "postgres.log");
  const info = await Deno.stat(path).catch(() => undefined);
  if (info && info.size > MOST_LOG_BYTES) await Deno.rename(path, `${path}.1`);
  await Deno.writeTextFile(path, "", { append: true, mode: 0o600 });
  await giveToDirectoryOwner(path);
  return path;
}

/** What was thrown, as a StartError with a remedy. */
function explain(error: unknown, dataDir: string): StartError {
  if (error instanceof StartError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const full = message.includes("ENOSPC") || message.includes("No space left");
  const remedy = full
    ? "Make room on that disk, or set DATA_DIR to a directory on another."
    : `Make sure that this user may write to ${dataDir} (it may belong to another user), or set DATA_DIR to a directory of your own.`;
  return new StartError(`The embedded Postgres cannot use ${dataDir}: ${message}`, remedy);
}
