import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import type { Script } from "./snapshot.ts";

/** `root` is the project's folder; `baseUrl`, where scripts are served, ends in a slash. */
export type BundleOptions = { root: string; baseUrl: string; buildId: string; minify: boolean };

/** The scripts by source file, and their contents by URL. */
export type Bundle = {
  scripts: Map<string, Script>;
  contents: [string, Uint8Array<ArrayBuffer>][];
};

/** The source of the script that revives islands; it is part of every bundle. */
export const CLIENT = fileURLToPath(new URL("./client.ts", import.meta.url));

/** Bundles the islands in `sources` (absolute paths). One at a time: it ends esbuild's process. */
export async function bundle(sources: string[], options: BundleOptions): Promise<Bundle> {
  const { outputFiles, metafile } = await build([CLIENT, ...sources], options).finally(
    esbuild.stop,
  );
  const urlOf = (output: string) => options.baseUrl + basename(output);
  const scripts = new Map<string, Script>();
  for (const [output, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (!entryPoint) continue;
    const imports = [...importsOf(output, metafile)].map(urlOf);
    scripts.set(resolve(options.root, entryPoint), { url: urlOf(output), imports });
  }
  return {
    scripts,
    contents: outputFiles.map((file) => [urlOf(file.path), file.contents.slice()]),
  };
}

function importsOf(output: string, metafile: esbuild.Metafile, found = new Set<string>()) {
  for (const { path, kind } of metafile.outputs[output].imports) {
    if (kind === "import-statement" && !found.has(path)) importsOf(path, metafile, found.add(path));
  }
  return found;
}

async function build(sources: string[], { root, buildId, minify }: BundleOptions) {
  return await esbuild.build({
    absWorkingDir: root,
    entryPoints: sources,
    entryNames: "[name]-[hash]",
    outdir: "_fresh",
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    minify,
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { __FRESH_BUILD_ID__: JSON.stringify(buildId) },
    alias: await aliasesOf(root),
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
