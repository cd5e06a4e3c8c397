import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

type Options = {
  /** The project's folder. */
  root: string;
  /** Where scripts are served; ends in a slash. */
  baseUrl: string;
  buildId: string;
  /** The modules of `routes/`. */
  routes: string[];
};

/** The source of the script that hydrates islands; it is part of every bundle. */
export const CLIENT = fileURLToPath(new URL("./hydrate.ts", import.meta.url));

/** The URL of each source (a path relative to `root`), and the script at each URL. */
export type Bundle = { urls: Record<string, string>; scripts: Record<string, string> };

/**
 * Bundles the islands in `sources` (absolute paths): one script each, what they share in common
 * ones. One at a time: it ends esbuild's process.
 */
export async function bundle(sources: string[], options: Options): Promise<Bundle> {
  const { outputFiles, metafile } = await build(sources, options).finally(esbuild.stop);
  const urlOf = (output: string) => options.baseUrl + basename(output);
  const outputs = Object.entries(metafile.outputs).filter(([, { entryPoint }]) => entryPoint);
  const urls = outputs.map(([output, { entryPoint }]) => [entryPoint, urlOf(output)]);
  const scripts = outputFiles.map((file) => [urlOf(file.path), file.text]);
  return { urls: Object.fromEntries(urls), scripts: Object.fromEntries(scripts) };
}

const SOURCE = { jsx: "automatic", jsxImportSource: "preact", target: "es2022" } as const;
const OUTPUT = { splitting: true, format: "esm", write: false, metafile: true } as const;

async function build(sources: string[], { root, buildId, routes }: Options) {
  const companions = await companionsOf(routes, new Set(sources));
  return await esbuild.build({
    ...SOURCE,
    ...OUTPUT,
    bundle: true,
    absWorkingDir: root,
    entryPoints: [CLIENT, ...sources],
    entryNames: "[name]-[hash]",
    outdir: "_fresh",
    minify: true,
    define: { __FRESH_BUILD_ID__: JSON.stringify(buildId) },
    alias: await aliasesOf(root),
    plugins: [{ name: "companions", setup: (build) => importCompanions(build, companions) }],
  });
}

/** Has islands import their companions: what those need is then one script rather than many. */
function importCompanions(build: esbuild.PluginBuild, companions: Map<string, Set<string>>): void {
  build.onLoad({ filter: /\.[jt]sx?$/ }, async ({ path }) => {
    const others = companions.get(path);
    if (!others) return undefined;
    const imports = [...others].map((other) => `\nimport ${JSON.stringify(other)};`);
    return { contents: await Deno.readTextFile(path) + imports.join(""), loader: "tsx" };
  });
}

/** What the nearest `deno.json` maps: folders and files by path, packages without their version. */
async function aliasesOf(dir: string): Promise<Record<string, string>> {
  const text = await Deno.readTextFile(join(dir, "deno.json")).catch(() => null);
  if (text === null) return dirname(dir) === dir ? {} : aliasesOf(dirname(dir));
  const imports = Object.entries<string>(JSON.parse(text).imports ?? {});
  return Object.fromEntries(imports.map(([name, target]) => {
    const local = target.startsWith(".") ? resolve(dir, target) : null;
    return [name.replace(/\/$/, ""), local ?? target.replace(/^npm:(@?[^@]+).*$/, "$1")];
  }));
}

/** By island: the islands of layouts that every page has which has that one. */
async function companionsOf(modules: string[], islands: Set<string>) {
  const companions = new Map<string, Set<string>>();
  for (const layout of modules.filter((path) => /\/_(app|layout)\.\w+$/.test(path))) {
    const frame = await islandsOn(layout, islands);
    for (const page of modules.filter((path) => path.startsWith(dirname(layout)))) {
      for (const island of frame.size ? await islandsOn(page, islands) : []) {
        companions.set(island, (companions.get(island) ?? new Set()).union(frame));
      }
    }
  }
  for (const [island, others] of companions) others.delete(island);
  return companions;
}

/** The `islands` that a module imports by their path, and those that these import in turn. */
async function islandsOn(file: string, islands: Set<string>, found = new Set<string>()) {
  const text = await Deno.readTextFile(file);
  for (const [, specifier] of text.matchAll(/\b(?:from |import[ (])"(\.[^"]+)"/g)) {
    const path = resolve(dirname(file), specifier);
    if (!islands.has(path) || found.has(path)) continue;
    await islandsOn(path, islands, found.add(path));
  }
  return found;
}
