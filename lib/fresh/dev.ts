/** `fresh/dev`: turns a project's folders into what an app serves. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { FunctionComponent } from "preact";
import { type App, SNAPSHOT } from "./app.ts";
import { bundle, CLIENT } from "./bundle.ts";
import { digest, filesOf, servedFile } from "./files.ts";
import { shared } from "./shared.ts";
import type { Island, RouteFile, Script, Snapshot } from "./snapshot.ts";

/** The project's folders; all but `root`, the working directory, are relative to it. */
export type BuildOptions = Partial<Record<"root" | "islandDir" | "routeDir" | "staticDir", string>>;

/** Builds a project. */
export class Builder {
  constructor(readonly options: BuildOptions = {}) {}

  /**
   * Loads routes and islands, bundles the islands for the browser and reads the static files.
   * Returns the function that hands all that to an app; call it before `app.handler()`.
   */
  async build(
    { mode = "production" }: { mode?: Snapshot["mode"]; snapshot: "memory" },
  ): Promise<<State>(app: App<State>) => void> {
    const { islandDir = "islands", routeDir = "routes", staticDir = "static" } = this.options;
    const root = resolve(this.options.root ?? Deno.cwd());
    const files = await staticFilesOf(resolve(root, staticDir));
    const buildId = shared.buildId = await versionOf(files);
    const modules = await modulesOf(resolve(root, routeDir));
    const sources = [
      ...await modulesOf(resolve(root, islandDir)),
      ...modules.filter((path) => path.includes("/(_islands)/")),
    ];
    const [baseUrl, minify] = [`/_fresh/js/${buildId}/`, mode === "production"];
    const { scripts, contents } = await bundle(sources, { root, baseUrl, buildId, minify });
    for (const [url, body] of contents) files.set(url, await servedFile(url, body, true));
    const routes = await routesOf(resolve(root, routeDir), modules);
    const islands = await islandsOf(sources, scripts);
    const boot = scripts.get(CLIENT)!;
    return (app) => app[SNAPSHOT] = { mode, buildId, boot, islands, routes, files };
  }
}

async function staticFilesOf(dir: string): Promise<Snapshot["files"]> {
  const files: Snapshot["files"] = new Map();
  for (const path of await filesOf(dir)) {
    files.set(`/${path}`, await servedFile(path, await Deno.readFile(resolve(dir, path)), false));
  }
  return files;
}

async function versionOf(files: Snapshot["files"]): Promise<string> {
  const versions = [...files].map(([path, { etag }]) => path + etag).join();
  return await digest(new TextEncoder().encode(versions));
}

/** The modules below `dir`, tests left out. */
async function modulesOf(dir: string): Promise<string[]> {
  const paths = await filesOf(dir);
  return paths.filter((path) => /(?<![._]test)\.[jt]sx?$/.test(path)).map((p) => resolve(dir, p));
}

/** The routes among `modules`. Folders like `(_parts)` hold none. */
async function routesOf(dir: string, modules: string[]): Promise<RouteFile[]> {
  const sources = modules.filter((path) => !/\/\(_[^/]*\)\//.test(path));
  return await Promise.all(sources.map(async (source) => {
    return { path: source.slice(dir.length + 1).replace(/\.\w+$/, ""), module: await load(source) };
  }));
}

async function islandsOf(sources: string[], scripts: Map<string, Script>) {
  const islands = new Map<unknown, Island>();
  for (const source of sources) {
    const script = scripts.get(source)!;
    for (const [exportName, value] of Object.entries(await load(source))) {
      if (typeof value !== "function") continue;
      islands.set(value, { component: value as FunctionComponent, script, exportName });
    }
  }
  return islands;
}

async function load(file: string): Promise<Record<string, unknown>> {
  return await import(pathToFileURL(file).href);
}
