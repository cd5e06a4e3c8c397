/** The data directory: made once and completely, with its password and port kept inside. */
import { randomBytes, randomInt } from "node:crypto";
import { join } from "node:path";
import { StartError } from "../db/errors.ts";
import type { Binaries } from "./binaries.ts";
import { type Account, commandLine, lastLines, run } from "./command.ts";
import { giveTo } from "./ownership.ts";

export type Cluster = {
  directory: string;
  password: string;
};

/** The major version of the binaries; a data directory belongs to one of them. */
export const MAJOR_VERSION = "18";
export const SUPERUSER = "liaison";
const DRAFT_PREFIX = "postgres.new.";

/** Where the cluster of `dataDir` is. */
export function clusterDirectory(dataDir: string): string {
  return join(dataDir, "postgres");
}

/** Opens the cluster below `dataDir`, and makes it if there is none. */
export async function openCluster(
  dataDir: string,
  binaries: Binaries,
  account: Account,
  report: (line: string) => void,
): Promise<Cluster> {
  const directory = clusterDirectory(dataDir);
  if (await isEmpty(directory)) {
    report(`Initialising a new database in ${directory}`);
    await initialise(dataDir, directory, binaries, account);
  }
  await requireVersion(directory);
  const password = await Deno.readTextFile(join(directory, "liaison.password")).catch(() => {
    throw new StartError(
      `The database's password, ${join(directory, "liaison.password")}, is missing or unreadable.`,
      `Put it back, start as the user who owns it, or move ${directory} away to begin with an empty database.`,
    );
  });
  return { directory, password: password.trim() };
}

/** The port of the last time while it is free, else a free one, kept for the next time. */
export async function choosePort(
  directory: string,
  account: Account,
  report: (line: string) => void,
): Promise<number> {
  const path = join(directory, "liaison.port");
  const kept = Number(await Deno.readTextFile(path).catch(() => ""));
  if (Number.isInteger(kept) && kept > 0 && kept < 65536) {
    if (isFree(kept)) return kept;
    report(
      `Port ${kept}, the database's port so far, is taken by another program; choosing another`,
    );
  }
  const port = freePort();
  await Deno.writeTextFile(path, `${port}\n`, { mode: 0o644 });
  await giveTo(account, path);
  return port;
}

async function initialise(
  dataDir: string,
  directory: string,
  binaries: Binaries,
  account: Account,
): Promise<void> {
  // Made in another directory and renamed when it is complete, so that a killed start leaves no part.
  await removeDrafts(dataDir);
  const draft = await Deno.makeTempDir({ dir: dataDir, prefix: DRAFT_PREFIX });
  const passwordFile = `${draft}.password`;
  const password = randomBytes(24).toString("base64url");
  await Deno.writeTextFile(passwordFile, `${password}\n`, { mode: 0o600, createNew: true });
  for (const path of [draft, passwordFile]) await giveTo(account, path);
  const args = initdbArguments(draft, passwordFile);
  const { success, text } = await run(commandLine(account, dataDir, binaries.initdb, args));
  if (!success) {
    await removeDrafts(dataDir);
    throw new StartError(
      `The database could not be initialised in ${directory}:\n${lastLines(text)}`,
      "Make room or repair what the lines above name and start again, or set DATABASE_URL.",
    );
  }
  await Deno.rename(passwordFile, join(draft, "liaison.password"));
  await Deno.rename(draft, directory);
}

async function removeDrafts(dataDir: string): Promise<void> {
  for await (const { name } of Deno.readDir(dataDir)) {
    if (!name.startsWith(DRAFT_PREFIX)) continue;
    await Deno.remove(join(dataDir, name), { recursive: true }).catch(() => {});
  }
}

function initdbArguments(directory: string, passwordFile: string): string[] {
  return [
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
  ];
}

async function requireVersion(directory: string): Promise<void> {
  const path = join(directory, "PG_VERSION");
  const version = (await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  })).trim();
  if (version === MAJOR_VERSION) return;
  const cause = version === ""
    ? `${directory} is not a Postgres data directory.`
    : `The data in ${directory} was written by Postgres ${version}; this is Postgres ${MAJOR_VERSION}.`;
  throw new StartError(
    cause,
    "Move it away to begin with an empty database, or dump it with its own version of Postgres and load the dump here.",
  );
}

async function isEmpty(directory: string): Promise<boolean> {
  try {
    for await (const _ of Deno.readDir(directory)) return false;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return true;
}

/**
 * Below the range from which systems take the ports of outgoing connections: a client that keeps
 * trying a closed port in that range can end up connected to itself, and then holds the port.
 */
function freePort(): number {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(20_000, 32_000);
    if (isFree(port)) return port;
  }
  throw new StartError(
    "No free port was found for the database between 20000 and 32000.",
    "Stop programs that listen there, or set DATABASE_URL to a server of your own.",
  );
}

function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch {
    return false;
  }
}
