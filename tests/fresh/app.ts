/** The fixture, built once for a test file, and apps that serve it. */
import { fileURLToPath } from "node:url";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";

const root = fileURLToPath(new URL("./fixture", import.meta.url));
const builder = new Builder({ root });
builder.onTransformStaticFile(
  { pluginName: "shout", filter: /\.shout\.txt$/ },
  async ({ path }) => {
    const text = await Deno.readTextFile(path);
    return { content: new TextEncoder().encode(text.toUpperCase()) };
  },
);
const apply = await builder.build({ mode: "production", snapshot: "memory" });

/** Hands the fixture's build to `app`; answers requests for a path or URL with it. */
export function serve<State>(
  app: App<State>,
): (path: string, init?: RequestInit) => Promise<Response> {
  apply(app);
  const handler = app.handler();
  return (path, init) => handler(new Request(new URL(path, "http://localhost"), init));
}

/** The fixture as it is. */
export const get = serve(new App<{ trace: string[] }>().use(staticFiles()).fsRoutes());

/** The body of the page at `path` without the app wrapper. */
export async function body(path: string): Promise<string> {
  const html = await (await get(path)).text();
  return /<body>(.*)<\/body>/s.exec(html)?.[1] ?? html;
}

/** The addresses of the scripts that a page loads, directly or not. */
export async function scriptsOf(html: string): Promise<string[]> {
  const urls = new Set([...html.matchAll(/from"([^"]+)"/g)].map(([, url]) => url));
  for (const url of urls) {
    const script = await (await get(url)).text();
    for (const [, path] of script.matchAll(/(?:from|import)"(\.[^"]+)"/g)) {
      urls.add(new URL(path, `http://localhost${url}`).pathname);
    }
  }
  return [...urls];
}

/** Runs `task` and returns what it wrote to `console.error`. */
export async function logged(task: () => Promise<unknown>): Promise<unknown[]> {
  const lines: unknown[] = [];
  const original = console.error;
  console.error = (line: unknown) => lines.push(line);
  try {
    await task();
  } finally {
    console.error = original;
  }
  return lines;
}
