/** Which test files run two at a time, and which one at a time. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";

/** These measure, or crash servers while they work: they need the machine for themselves. */
const ALONE = ["tests/faults", "tests/realtime/feed/plan_test.ts"];
/** The longest come first, so that both workers end at about the same time. */
const FIRST = ["tests/browser", "tests/embedded"];
const TEST_FILE = /_test\.tsx?$/;

export type Pass = { files: string[]; jobs: number };

/** What was asked for on the command line: `paths` of files and folders, `options` of `deno test`. */
export function splitArguments(args: string[]): { paths: string[]; options: string[] } {
  const isValue = (index: number) => args[index - 1] === "--filter";
  const isOption = (arg: string, index: number) => arg.startsWith("-") || isValue(index);
  return {
    options: args.filter(isOption),
    paths: args.filter((arg, index) => !isOption(arg, index)),
  };
}

/** The passes for the test files at and below `paths`, which are relative to `root`. */
export async function passesFor(root: string, paths: string[], jobs: number): Promise<Pass[]> {
  const found = await Promise.all(paths.map((path) => testFiles(root, path)));
  const files = [...new Set(found.flat())].sort();
  const isIn = (folders: string[]) => (file: string) =>
    folders.some((folder) => file === folder || file.startsWith(`${folder}/`));
  const alone = files.filter(isIn(ALONE));
  const together = files.filter((file) => !alone.includes(file));
  const first = together.filter(isIn(FIRST));
  const rest = together.filter((file) => !first.includes(file));
  const passes = [{ files: [...first, ...rest], jobs }, { files: alone, jobs: 1 }];
  return passes.filter((pass) => pass.files.length > 0);
}

async function testFiles(root: string, path: string): Promise<string[]> {
  const place = resolve(root, path);
  if (!existsSync(place)) throw new Error(`There is no file or folder ${path}`);
  if (TEST_FILE.test(place)) return [relative(root, place)];
  const entries = await readdir(place, { recursive: true });
  return entries.filter((entry) => TEST_FILE.test(entry))
    .map((entry) => relative(root, join(place, entry)));
}
