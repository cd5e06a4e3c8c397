import * as esbuild from "esbuild";

/** The sheets that pages link; what they import stands in folders beside them. */
export const SHEETS = { pluginName: "sheets", filter: /\/static\/styles\/[^/]+\.css$/ };

/** The oldest browsers for which nested rules are written out. */
const BROWSERS = ["chrome111", "edge111", "firefox121", "safari16.2"];

let running = 0;

/** The sheet at `path` as one minified text, with what it imports. The last call ends esbuild. */
export async function bundleSheet({ path }: { path: string }) {
  const options = { bundle: true, minify: true, target: BROWSERS, write: false } as const;
  running++;
  try {
    const { outputFiles } = await esbuild.build({ ...options, entryPoints: [path] });
    return { content: new Uint8Array(outputFiles[0].contents) };
  } finally {
    if (--running === 0) await esbuild.stop();
  }
}
