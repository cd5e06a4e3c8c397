/** The whole program in a process of its own, which tests stop, kill and start again. */
import { fileURLToPath } from "node:url";
import { within } from "./signals.ts";

export interface Application extends AsyncDisposable {
  url: string;
  /** For `psql`; without its password where it came from DATABASE_URL. */
  databaseUrl: string;
  pid: number;
  /** All it has written so far. */
  output(): string;
  signal(name: Deno.Signal): void;
  /** Its end, whoever causes it. */
  ended: Promise<Deno.CommandStatus>;
}

export type Environment = Record<string, string>;

export const secret = "a secret for tests alone, 32 bytes or more";

const root = fileURLToPath(new URL("../..", import.meta.url));
const defaults: Environment = {
  DATABASE_URL: "",
  LISTEN_DATABASE_URL: "",
  JWT_SECRET: secret,
  HOST: "127.0.0.1",
  PORT: "0",
  PUBLIC_URL: "",
  ALLOWED_ORIGINS: "",
  DEMO: "0",
  LOG_LEVEL: "error",
};

/** Starts the program and waits until it is ready. Throws with what it wrote if it ends before. */
export async function startApplication(env: Environment): Promise<Application> {
  const program = spawn(env);
  const ready = program.until(/Page +(\S+)[^]*Database +(\S+)[^]*stops it/);
  const [, page, databaseUrl] = await within(30_000, "ready", ready, program.output).catch(
    async (error) => {
      program.kill("SIGKILL");
      await program.ended;
      throw error;
    },
  );
  const url = page.replace("localhost", "127.0.0.1");
  const dispose = async () => {
    program.kill("SIGTERM");
    await within(20_000, "the end of the program", program.ended, program.output);
  };
  const { pid, output, ended } = program;
  return {
    url,
    databaseUrl,
    pid,
    output,
    signal: program.kill,
    ended,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Runs the program to an end that comes by itself: its exit code and all it wrote. */
export async function runApplication(env: Environment): Promise<{ code: number; output: string }> {
  const program = spawn(env);
  const { code } = await within(20_000, "the end of the program", program.ended, program.output)
    .finally(() => program.kill("SIGKILL"));
  return { code, output: program.output() };
}

function spawn(env: Environment) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=app", "main.ts"],
    cwd: root,
    env: { ...defaults, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let text = "";
  let heard = () => {};
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      heard();
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  const ended = Promise.all([child.status, reading]).then(([status]) => status);
  let over = false;
  child.status.then(() => over = true);
  return {
    pid: child.pid,
    output: () => text,
    ended,
    kill: (name: Deno.Signal) => over || child.kill(name),
    until: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        heard = () => {
          const found = pattern.exec(text);
          if (found) resolve(found);
        };
        ended.then(() => reject(new Error(`The program ended:\n${text}`)));
      }),
  };
}
