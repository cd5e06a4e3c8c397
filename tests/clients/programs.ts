/** Clients that others wrote, as programs of their own. */
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const required = Deno.env.get("REQUIRE_CLIENTS") === "1" || Deno.env.get("CI") === "true";

/** How to run a client; null where it is missing and may be. */
export type Client = { name: string; command: string[] | null };

/** What `command` needs is there if `probe` succeeds. Throws where it is missing and may not be. */
async function find(name: string, commands: string[][], probe: string[]): Promise<string[] | null> {
  for (const command of commands) {
    if (await succeeds([...command, ...probe])) return command;
  }
  if (required) throw new Error(`${name} is needed here (REQUIRE_CLIENTS=1 or CI=true)`);
  console.warn(`\n*** NO ${name.toUpperCase()} FOUND: TESTS WITH IT ARE SKIPPED ***\n`);
  return null;
}

async function succeeds([file, ...args]: string[]): Promise<boolean> {
  try {
    const options = { args, cwd: folder, stdout: "null", stderr: "null" } as const;
    return (await new Deno.Command(file, options).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

const python = await find(
  "python-socketio (python3-socketio, python3-aiohttp, python3-websocket, python3-requests)",
  [["python3"], ["/usr/bin/python3"]],
  ["-c", "import socketio, aiohttp, websocket, requests"],
);
const node = await find("Node.js 18 or newer", [["node"]], ["--eval", "fetch"]);

export const clients: Client[] = [
  { name: "Python", command: python && [...python, "seed_client.py"] },
  { name: "Python with asyncio", command: python && [...python, "seed_client_asyncio.py"] },
  { name: "Node", command: node && [...node, "seed_client.mjs"] },
];

// deno-lint-ignore no-explicit-any -- tests look into payloads
export type Line = { event: string; payload: any };

/** A running client that writes what it hears to its output. */
export type Running = AsyncDisposable & {
  /** The next line's payload; throws unless it is of this event. */
  next(event: string): Promise<Line["payload"]>;
  /** Waits for its end; throws unless it ended well, with nothing more to say. */
  end(): Promise<void>;
};

/** Starts a client. */
export function run(command: string[], args: string[]): Running {
  const [file, ...words] = command;
  const child = new Deno.Command(file, {
    args: [...words, ...args],
    cwd: folder,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const lines = linesOf(child.stdout);
  const errors = new Response(child.stderr).text();
  const fail = async (what: string) => {
    throw new Error(`${what}:\n${await errors}`);
  };
  return {
    async next(event) {
      const { value, done } = await lines.next();
      if (done) return await fail(`the client ended before ${event}`);
      const line: Line = JSON.parse(value);
      if (line.event !== event) throw new Error(`not ${event}, but ${value}`);
      return line.payload;
    },
    async end() {
      const { value, done } = await lines.next();
      const { success, code } = await child.status;
      if (!done) throw new Error(`the client went on: ${value}`);
      if (!success) await fail(`the client ended with ${code}`);
    },
    async [Symbol.asyncDispose]() {
      await lines.return(undefined);
      if (!await Promise.race([child.status, null])) child.kill("SIGKILL");
      await Promise.all([child.status, errors]);
    },
  };
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream() as never)) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
  if (rest) yield rest;
}
