/** A Deno program of this project in a process of its own, heard by lines. */
import { fileURLToPath } from "node:url";

export interface Program extends AsyncDisposable {
  pid: number;
  /** Every line it wrote that has been read so far. */
  lines: string[];
  /** Waits for a line that begins with `word`; returns the rest of it. Throws if it ends before. */
  next(word: string): Promise<string>;
  /** Writes to its input. */
  write(text: string): Promise<void>;
  signal(name: Deno.Signal): void;
  /** Ends its input, reads what it still writes, and waits for its end. */
  close(): Promise<Deno.CommandStatus>;
}

export interface ProgramOptions {
  /** Words put before the command, such as `setpriv` and its options. */
  prefix?: string[];
  env?: Record<string, string>;
  /** In a process group of its own, as a terminal would start it. */
  detached?: boolean;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts the program at `path`, below the project's root, with the permissions of the app. */
export function startProgram(path: string, args: string[], options: ProgramOptions = {}): Program {
  const { prefix = [], ...rest } = options;
  const [file, ...words] = [...prefix, Deno.execPath(), "run", "-q", "-P=app", path, ...args];
  const child = new Deno.Command(file, {
    args: words,
    cwd: root,
    ...rest,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines: string[] = [];
  const source = child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(splitLines());
  const reader = source.getReader();
  const read = async () => {
    const { value } = await reader.read();
    if (value !== undefined) lines.push(value);
    return value;
  };
  const input = child.stdin.getWriter();
  const close = async () => {
    await input.close().catch(() => {});
    while (await read() !== undefined) continue;
    return await child.status;
  };
  return {
    pid: child.pid,
    lines,
    next: (word) => nextLine(read, lines, word),
    write: (text) => input.write(new TextEncoder().encode(text)),
    signal: (name) => child.kill(name),
    close,
    [Symbol.asyncDispose]: async () => void await close(),
  };
}

async function nextLine(
  read: () => Promise<string | undefined>,
  lines: string[],
  word: string,
): Promise<string> {
  for (;;) {
    const line = await read();
    if (line === undefined) throw new Error(`no line "${word} …", only:\n${lines.join("\n")}`);
    if (line === word || line.startsWith(`${word} `)) return line.slice(word.length + 1);
  }
}

function splitLines(): TransformStream<string, string> {
  let rest = "";
  return new TransformStream({
    transform(chunk, controller) {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) controller.enqueue(part);
    },
  });
}
