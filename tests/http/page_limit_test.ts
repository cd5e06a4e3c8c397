/** In a file of its own: it uses up a minute's calls. */
import assert from "node:assert/strict";
import { testDatabase } from "../helpers/database.ts";
import { patient } from "../helpers/factories.ts";
import { serveRoutes } from "../helpers/routes.ts";

Deno.test("pages and calls of the API together are limited for each person", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  const [token, other] = [await app.tokenOf(await patient(db.sql)), await patient(db.sql)];
  const get = async (path: string, as = token) =>
    (await app.call(`GET ${path}`, { token: as })).status;
  for (let i = 0; i < 590; i++) assert.equal(await get("/api/auth/me"), 200);
  for (let i = 0; i < 10; i++) assert.equal(await get("/docs/0/none"), 404);
  assert.equal(await get("/docs/0/none"), 429);
  assert.equal(await get("/api/auth/me"), 429);
  assert.equal(await get("/healthz"), 200);
  assert.equal(await get("/login", await app.tokenOf(other)), 303);
});
