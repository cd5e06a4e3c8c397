/** `fresh/dev`: turns a project's folders into what an app serves. */
import { readdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { FunctionComponent } from "preact";
import { type App, SNAPSHOT } from "./app.ts";
import { type Bundle, bundle, CLIENT } from "./bundle.ts";
import { shared } from "./shared.ts";
import type { RouteModule, Snapshot } from "./snapshot.ts";
import { digest, served } from "./static.ts";

type Folder = "root" | "islandDir" | "routeDir" | "staticDir" | "outDir";
/** The project's folders; all but `root`, the working directory, are relative to it. */
export type BuildOptions = Partial<Record<Folder, string>>;
type Apply = <State>(app: App<State>) => void;
type BuildMode = { mode?: "production"; snapshot: "memory" | "disk" };
const MODULE = /(?<![._]test)\.[jt]sx?$/;

type TransformFn = (args: { path: string }) => Promise<{ content: Uint8Array<ArrayBuffer> }>;
type Transform = { pluginName: string; filter: RegExp; transform: TransformFn };

/** Builds a project. */
export class Builder {
  readonly #transforms: Transform[] = [];

  constructor(readonly options: BuildOptions = {}) {}

  /** Serves static files whose absolute path `filter` matches as what `transform` makes of them. */
  onTransformStaticFile(on: Omit<Transform, "transform">, transform: TransformFn): void {
    this.#transforms.push({ ...on, transform });
  }

  /**
   * Loads routes and islands, bundles the islands for the browser and reads the static files.
   * Returns the function that hands all that to an app; call it before `app.handler()`. With the
   * snapshot on disk it writes the bundle to `outDir`, which a build in memory reads it from.
   */
  async build({ snapshot }: BuildMode): Promise<Apply> {
    const { islandDir = "islands", routeDir = "routes", staticDir = "static", outDir } =
      this.options;
    const root = resolve(this.options.root ?? Deno.cwd());
    const files = await staticFilesOf(resolve(root, staticDir), this.#transforms);
    const versions = [...files].map(([path, { etag }]) => path + etag).join();
    const buildId = shared.buildId = await digest(new TextEncoder().encode(versions));
    const modules = await filesOf(resolve(root, routeDir), MODULE);
    const own = await filesOf(resolve(root, islandDir), MODULE);
    const sources = [...own, ...modules.filter((path) => path.includes("/(_islands)/"))];
    const options = { root, baseUrl: `/_fresh/js/${buildId}/`, buildId, routes: modules };
    const kept = outDir && resolve(root, outDir, `${buildId}.json`);
    const found = kept && snapshot === "memory" ? await readBundle(kept) : null;
    const made = found ?? await bundle(sources, options);
    if (kept && snapshot === "disk") await Deno.writeTextFile(kept, JSON.stringify(made));
    for (const [url, script] of Object.entries(made.scripts)) {
      files.set(url, await served(url, new TextEncoder().encode(script), true));
    }
    const urlOf = (source: string) => made.urls[relative(root, source)];
    const [routeRoot, bootUrl] = [resolve(root, routeDir), urlOf(CLIENT)];
    const [routes, islands] = [await routesOf(routeRoot, modules), await islandsOf(sources, urlOf)];
    return (app) => app[SNAPSHOT] = { buildId, bootUrl, islands, routes, files };
  }
}

/** The files below `dir`, sorted. No dotfiles, no links; none at all if it is missing. */
async function filesOf(dir: string, wanted: RegExp): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const paths = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  return paths.filter((path) => !path.slice(dir.length).includes("/.") && wanted.test(path)).sort();
}

async function staticFilesOf(dir: string, transforms: Transform[]): Promise<Snapshot["files"]> {
  const files = (await filesOf(dir, /./)).map(async (path) => {
    const found = transforms.find(({ filter }) => filter.test(path));
    const content = found ? (await found.transform({ path })).content : await Deno.readFile(path);
    return [path.slice(dir.length), await served(path, content)] as const;
  });
  return new Map(await Promise.all(files));
}

/** The routes among `modules`. Folders like `(_parts)` hold none. */
async function routesOf(dir: string, modules: string[]): Promise<Snapshot["routes"]> {
  const sources = modules.filter((path) => !/\/\(_[^/]*\)\//.test(path));
  return await Promise.all(sources.map(async (source) => {
    return { path: source.slice(dir.length + 1).replace(/\.\w+$/, ""), module: await load(source) };
  }));
}

async function islandsOf(sources: string[], urlOf: (source: string) => string) {
  const islands: Snapshot["islands"] = new Map();
  for (const source of sources) {
    for (const [exportName, value] of Object.entries(await load(source))) {
      const component = value as FunctionComponent;
      const url = urlOf(source);
      if (typeof value === "function") islands.set(value, { component, url, exportName });
    }
  }
  return islands;
}

async function readBundle(file: string): Promise<Bundle | null> {
  const text = await Deno.readTextFile(file).catch(() => null);
  return text && JSON.parse(text);
}

async function load(file: string): Promise<RouteModule> {
  return await import(pathToFileURL(file).href);
}
