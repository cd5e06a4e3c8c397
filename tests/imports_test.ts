/** The directions imports may run in. Whoever needs another one has put something in the wrong place. */
import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Per part of the project: the other parts it may import from. `fresh` means by its three names. */
const directions: Record<string, string[]> = {
  routes: [
    "define",
    "audit",
    "limiter",
    "http",
    "auth",
    "admin",
    "meetings",
    "ui",
    "forms",
    "time",
    "islands",
    "contract",
    "fresh",
  ],
  islands: ["browser", "ui", "forms", "time", "contract", "fresh"],
  define: ["audit", "auth", "http", "meetings", "db", "contract", "fresh"],
  audit: ["background", "log", "db", "contract"],
  http: ["audit", "auth", "limiter", "db", "contract", "fresh", "deno.json"],
  admin: ["audit", "log", "meetings", "db", "contract"],
  meetings: ["background", "db", "contract"],
  realtime: ["background", "limiter", "db", "contract"],
  auth: ["audit", "log", "db", "contract"],
  browser: ["contract", "fresh"],
  ui: ["forms", "time", "contract", "fresh"],
  forms: ["time", "contract"],
  time: ["contract"],
  embedded: ["db", "contract"],
  db: ["contract"],
  contract: [],
  background: [],
  limiter: ["contract"],
  command: ["embedded", "db", "contract", "settings", "log"],
  settings: [],
  log: [],
  freshFiles: [],
};

/** Programs and what surrounds them; they put the parts together and may import all of them. */
const unrestricted = ["main", "tests", "bench"];
const entryPoints = [
  "lib/admin/people_task.ts",
  "lib/auth/service_task.ts",
  "lib/db/migrate_task.ts",
  "lib/db/schema_task.ts",
];

type Import = {
  specifier: string;
  typeOnly: boolean;
};

Deno.test("imports run in the allowed directions alone", async () => {
  const wrong: string[] = [];
  for await (const file of sources(root)) {
    const text = await Deno.readTextFile(join(root, file));
    wrong.push(...violations(file, importsOf(text)));
  }
  assert.deepEqual(wrong, []);
});

Deno.test("no file imports itself by way of others, types included", async () => {
  const targets = new Map<string, string[]>();
  for await (const file of sources(root)) {
    const imports = importsOf(await Deno.readTextFile(join(root, file)));
    const local = imports.filter(({ specifier }) => specifier.startsWith("."));
    targets.set(file, local.map(({ specifier }) => join(dirname(file), specifier)));
  }
  const clear = new Set<string>();
  const visit = (file: string, path: string[]) => {
    assert.ok(!path.includes(file), `${[...path, file].join(" imports ")}`);
    if (clear.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    clear.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
});

Deno.test("a wrong direction is noticed, whatever its form", () => {
  const forms = [
    'import { connect } from "../lib/db/pool.ts";',
    'import type {\n  Sql,\n} from "../lib/db/pool.ts";',
    'export * from "../lib/db/pool.ts";',
    'import "../lib/db/pool.ts";',
    'const pool = await import("../lib/db/pool.ts");',
  ];
  for (const text of forms) {
    assert.deepEqual(violations("routes/x.ts", importsOf(text)), [
      "routes/x.ts imports ../lib/db/pool.ts: routes may not import db",
    ]);
  }
  const log = (text: string) => violations("lib/realtime/hub.ts", importsOf(text));
  assert.equal(log('import { createLog } from "../log.ts";').length, 1);
  assert.equal(log('import { createLog, type Log } from "../log.ts";').length, 1);
  assert.equal(log('import type { Log } from "../log.ts";').length, 0);
  assert.equal(log('import { type Log } from "../log.ts";').length, 0);
  assert.equal(violations("lib/fresh/app.ts", importsOf('import "../contract/x.ts";')).length, 1);
  assert.equal(violations("lib/ui/x.tsx", importsOf('import "../fresh/runtime.ts";')).length, 1);
  assert.equal(
    violations("lib/contract/x.ts", importsOf('import { App } from "fresh";')).length,
    1,
  );
});

function violations(file: string, imports: Import[]): string[] {
  const from = partOf(file);
  if (unrestricted.includes(from) || entryPoints.includes(file)) return [];
  const wrong = imports.filter((found) => !isAllowed(file, from, found));
  return wrong.map(({ specifier }) =>
    `${file} imports ${specifier}: ${from} may not import ${targetOf(file, specifier)}`
  );
}

function isAllowed(file: string, from: string, { specifier, typeOnly }: Import): boolean {
  const to = targetOf(file, specifier);
  if (to === undefined || to === from) return true;
  if (to === "log" && typeOnly) return true;
  return directions[from]?.includes(to) ?? false;
}

/** The part a specifier leads to; undefined for packages from outside. */
function targetOf(file: string, specifier: string): string | undefined {
  if (/^fresh(\/|$)/.test(specifier)) return partOf(file) === "freshFiles" ? "freshFiles" : "fresh";
  if (!specifier.startsWith(".")) return undefined;
  return partOf(join(dirname(file), specifier));
}

/** `lib/db/pool.ts` → `db`, `lib/log.ts` → `log`, `routes/api/x.ts` → `routes`, `main.ts` → `main`. */
function partOf(file: string): string {
  const [first, second] = file.split(/[\\/]/);
  const name = (first === "lib" ? second : first).replace(/\.tsx?$/, "");
  return name === "fresh" ? "freshFiles" : name;
}

function importsOf(text: string): Import[] {
  const statements = /^(import|export)\b([^"';]*?)\bfrom\s*"([^"]+)"|^import\s*"([^"]+)"/gm;
  const found = [...text.matchAll(statements)].map(([, , names = "", from, bare]) => ({
    specifier: from ?? bare,
    typeOnly: isTypeOnly(names),
  }));
  const dynamic = [...text.matchAll(/\bimport\(\s*"([^"]+)"/g)];
  return [...found, ...dynamic.map(([, specifier]) => ({ specifier, typeOnly: false }))];
}

function isTypeOnly(names: string): boolean {
  if (/^\s*type\b/.test(names)) return true;
  const listed = names.match(/^\s*\{([^}]*)\}\s*$/)?.[1].split(",").filter((name) => name.trim());
  return listed !== undefined && listed.every((name) => /^\s*type\s/.test(name));
}

async function* sources(directory: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(directory)) {
    const path = join(directory, entry.name);
    if (/^(node_modules|\.|static$)/.test(entry.name)) continue;
    if (entry.isDirectory) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name)) yield relative(root, path);
  }
}
