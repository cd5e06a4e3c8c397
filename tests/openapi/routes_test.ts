/** Routes and document agree, in both directions. */
import assert from "node:assert/strict";
import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { serveRoutes } from "../helpers/routes.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertAdmin, patient } from "../helpers/factories.ts";
import { problem } from "../helpers/problems.ts";
import { createApi } from "./api.ts";

const routes = fileURLToPath(new URL("../../routes", import.meta.url));

/** Beside the API: what answers programs rather than people. */
const besides = ["healthz.ts", "readyz.ts", "metrics.ts"];

Deno.test("every handler is in the document, and nothing else is", async () => {
  const there: string[] = [];
  for await (const file of apiFiles(routes)) there.push(...await operationsOf(file));
  const documented = createApi().operations.map(({ method, path }) => `${method} ${plain(path)}`);
  assert.deepEqual(documented.sort(), there.sort());
});

Deno.test("a sign-in is needed where the document says so, and nowhere else", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  for (const { method, path, needsSignIn } of createApi().operations) {
    const { status } = await app.call(`${method} ${path.replace("{id}", "1")}`);
    assert.equal(status === 401, needsSignIn, `${method} ${path}: ${status}`);
  }
});

Deno.test("no other method is answered", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const patients = await app.tokenOf(await patient(db.sql));
  const admins = await app.tokenOf(await insertAdmin(db.sql));
  const byPath = Map.groupBy(createApi().operations, ({ path }) => path.replace("{id}", "1"));
  for (const [path, operations] of byPath) {
    if (!path.startsWith("/api/")) continue;
    const token = path.startsWith("/api/admin/") ? admins : patients;
    const known = operations.map(({ method }) => method);
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      if (known.includes(method)) continue;
      problem("method_not_allowed", await app.call(`${method} ${path}`, { token }));
    }
  }
});

async function* apiFiles(directory: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = `${directory}/${name}`;
    if (isDirectory && (directory !== routes || name === "api")) yield* apiFiles(path);
    else if (directory === routes ? besides.includes(name) : isRoute(name)) yield path;
  }
}

/** Neither middlewares and the like, nor the catch-all that answers `not_found`. */
function isRoute(name: string): boolean {
  return /\.tsx?$/.test(name) && !name.startsWith("_") && !name.startsWith("[...");
}

/** `PUT /api/schedule/{}` and the others of a file. */
async function operationsOf(file: string): Promise<string[]> {
  const { handlers } = await import(pathToFileURL(file).href);
  assert.equal(typeof handlers, "object", `${file} answers any method`);
  const path = relative(routes, file).replace(/\.tsx?$/, "").replace(/\/index$/, "");
  return Object.keys(handlers).map((method) => `${method} ${plain(`/${path}`)}`);
}

/** Parameters have no names, and a slash at the end makes no difference. */
function plain(path: string): string {
  return path.replace(/\[\w+\]|\{\w+\}/g, "{}").replace(/\/$/, "");
}
