/** Programs in processes of their own, which tests stop, kill and start again. */
import { fileURLToPath } from "node:url";
import { SECRET } from "./auth.ts";
import { Condition, within } from "./signals.ts";

export type TestProcess = AsyncDisposable & {
  pid: number;
  /** All it has written so far. */
  output(): string;
  /** Waits for the next line that begins with `word`; the rest of it. Throws if it ends before. */
  next(word: string): Promise<string>;
  write(text: string): Promise<void>;
  /** Does nothing once it has ended. */
  signal(name: Deno.Signal): void;
  /** Its end, whoever causes it. */
  ended: Promise<Deno.CommandStatus>;
  /** Ends its input, which lets the programs of the tests end. */
  close(): Promise<Deno.CommandStatus>;
};

export type AppProcess = TestProcess & {
  url: string;
  /** For `psql`; without its password where it came from DATABASE_URL. */
  databaseUrl: string;
};

export type Environment = Record<string, string>;
type Options = { env?: Environment; permissions?: "app" | "tools"; detached?: boolean };

const root = fileURLToPath(new URL("../..", import.meta.url));
const defaults: Environment = {
  DATABASE_URL: "",
  LISTEN_DATABASE_URL: "",
  JWT_SECRET: SECRET,
  HOST: "127.0.0.1",
  PORT: "0",
  PUBLIC_URL: "",
  ALLOWED_ORIGINS: "",
  DEMO: "0",
  LOG_LEVEL: "error",
};

/** Starts the app and waits until it is ready. Throws with what it wrote if it ends before. */
export async function startAppProcess(env: Environment): Promise<AppProcess> {
  const app = spawnApp(env);
  const ready = app.until(/Page +(\S+)[^]*Database +(\S+)[^]*stops it/).catch(async (error) => {
    app.signal("SIGKILL");
    await app.ended;
    throw error;
  });
  const [, page, databaseUrl] = await ready;
  const dispose = async () => {
    app.signal("SIGTERM");
    await within(20_000, "the end of the app", app.ended, app.output);
  };
  const url = page.replace("localhost", "127.0.0.1");
  return { ...app, url, databaseUrl, [Symbol.asyncDispose]: dispose };
}

/** Runs the app to an end that comes by itself: its exit code and all it wrote. */
export async function runAppProcess(env: Environment): Promise<{ code: number; output: string }> {
  const app = spawnApp(env);
  const { code } = await within(20_000, "the end of the app", app.ended, app.output)
    .finally(() => app.signal("SIGKILL"));
  return { code, output: app.output() };
}

function spawnApp(env: Environment) {
  return spawn("main.ts", [], { env: { ...defaults, ...env }, permissions: "app" });
}

/** Starts the program at `path`, below the project's root. It is closed in the end. */
export function startProcess(path: string, args: string[], options?: Options): TestProcess {
  return spawn(path, args, options);
}

function spawn(path: string, args: string[], options: Options = {}) {
  const { permissions = "tools", env, detached } = options;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", `-P=${permissions}`, path, ...args],
    cwd: root,
    env,
    detached,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const changed = new Condition();
  let [text, hasEnded, taken] = ["", false, 0];
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      changed.notify();
    }
  };
  const input = child.stdin.getWriter();
  const closeInput = () => input.close().catch(() => {});
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  const ended = Promise.all([child.status, reading]).then(async ([status]) => {
    await closeInput();
    hasEnded = true;
    changed.notify();
    return status;
  });
  const output = () => text;
  const until = async (pattern: RegExp) => {
    const find = () => pattern.exec(text.slice(taken));
    await changed.until(String(pattern), () => hasEnded || find() !== null, output);
    const found = find();
    if (!found) throw new Error(`The program ended without ${pattern}:\n${text}`);
    taken += found.index + found[0].length;
    return found;
  };
  const close = async () => {
    await closeInput();
    return await ended;
  };
  return {
    pid: child.pid,
    output,
    until,
    next: async (word: string) => (await until(new RegExp(`^${word}\\b ?(.*)\\n`, "m")))[1],
    write: (text: string) => input.write(new TextEncoder().encode(text)),
    signal: (name: Deno.Signal) => void (hasEnded || child.kill(name)),
    ended,
    close,
    [Symbol.asyncDispose]: async () => void await close(),
  };
}
