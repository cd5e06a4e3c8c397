import { dirname, resolve } from "node:path";

/** By island: the islands of layouts that every page has which has that one. */
export async function companionsOf(modules: string[], islands: Set<string>) {
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
