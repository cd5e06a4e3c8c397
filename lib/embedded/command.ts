/** How Postgres' programs are called: under which account, in which environment. */

/** Whom a program runs as. Without `owner`: as the caller. */
export type Account = {
  owner?: { uid: number; gid: number };
  /** The owner cannot reach the files without the capability that it is given. */
  capable: boolean;
};

/** A command line, ready for `Deno.Command` and `spawn`. */
export type CommandLine = {
  file: string;
  args: string[];
  options: { uid?: number; gid?: number; cwd: string; env: Record<string, string> };
};

/** The command line that runs `program` under `account` in the directory `cwd`. */
export function commandLine(
  account: Account,
  cwd: string,
  program: string,
  args: string[],
): CommandLine {
  const options = { cwd, env: environment() };
  const { owner, capable } = account;
  if (!owner) return { file: program, args, options };
  if (!capable) return { file: program, args, options: { ...options, ...owner } };
  return { file: "setpriv", args: [...setprivOptions(owner), program, ...args], options };
}

/** Runs a command to its end; `text` is what it wrote. Rejects if it cannot be run at all. */
export async function run(line: CommandLine): Promise<{ success: boolean; text: string }> {
  const command = new Deno.Command(line.file, {
    args: line.args,
    ...line.options,
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { success, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** The end of a program's output, enough to see why it failed. */
export function lastLines(text: string, count = 12): string {
  return text.trim().split("\n").slice(-count).map((line) => `  ${line}`).join("\n");
}

function setprivOptions({ uid, gid }: { uid: number; gid: number }): string[] {
  return [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
  ];
}

/** Without PG… variables and the locale of the caller, which would change what the server does. */
function environment(): Record<string, string> {
  const env: Record<string, string> = { LC_ALL: "C", TZ: "UTC" };
  for (const name of ["PATH", "SystemRoot", "TMPDIR", "TEMP"]) {
    const value = Deno.env.get(name);
    if (value) env[name] = value;
  }
  return env;
}
