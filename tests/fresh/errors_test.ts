import assert from "node:assert/strict";
import { App, HttpError } from "fresh";
import { get, logged, serve } from "./app.ts";

Deno.test("an unknown path is answered by _404, inside the app wrapper", async () => {
  const response = await get("/nowhere");
  assert.equal(response.status, 404);
  const html = await response.text();
  assert.match(html, /^<!DOCTYPE html><html.*<p id="missing">\/nowhere is not here<\/p>/);
  assert.match(html, /data-trace="first,second"/);
});

Deno.test("a 404 that a handler throws is answered by _404", async () => {
  const response = await get("/errors/missing");
  assert.equal(response.status, 404);
  assert.match(await response.text(), /\/errors\/missing is not here/);
});

Deno.test("an HttpError gives the error page its status", async () => {
  const response = await get("/errors/http");
  assert.equal(response.status, 418);
  assert.match(await response.text(), /<p id="error">I am a teapot<\/p>/);
});

Deno.test("other errors are a 500 whose message does not leak", async () => {
  for (const path of ["/errors/plain", "/errors/component"]) {
    const response = await get(path);
    assert.equal(response.status, 500);
    const html = await response.text();
    assert.match(html, /<p id="error">Something broke<\/p>/);
    assert.doesNotMatch(html, /secret/);
  }
});

Deno.test("the nearest error page answers", async () => {
  const response = await get("/errors/near");
  assert.equal(response.status, 500);
  assert.match(await response.text(), /<p id="near">TypeError<\/p>/);
});

Deno.test("errors of middlewares are answered by error pages", async () => {
  const response = await get("/errors/late");
  assert.equal(response.status, 403);
  assert.match(await response.text(), /<p id="error">Forbidden<\/p>/);
});

Deno.test("a middleware can catch what comes out of ctx.next()", async () => {
  const thrown = await get("/guarded/thrower");
  assert.equal(thrown.status, 500);
  assert.deepEqual(await thrown.json(), { caught: 500 });

  const refused = await get("/guarded/thrower", { method: "PUT" });
  assert.equal(refused.status, 405);
  assert.equal(refused.headers.get("allow"), "GET, HEAD");
  assert.deepEqual(await refused.json(), { caught: 405 });
});

Deno.test("without error pages a status answers with its text", async () => {
  const fetch = serve(
    new App<unknown>()
      .use((ctx) => {
        if (ctx.url.pathname === "/gone") throw new HttpError(410);
        if (ctx.url.pathname === "/broken") throw new Error("a secret");
        return ctx.next();
      }),
  );
  const gone = await fetch("/gone");
  assert.deepEqual([gone.status, await gone.text()], [410, "Gone"]);
  assert.equal((await fetch("/nowhere")).status, 404);

  const lines = await logged(async () => {
    const broken = await fetch("/broken");
    assert.deepEqual([broken.status, await broken.text()], [500, "Internal server error"]);
  });
  assert.match(String(lines[0]), /a secret/);
});

Deno.test("HttpError has the status' text unless it is given another", () => {
  assert.equal(new HttpError(404).message, "Not Found");
  const cause = new Error("why");
  const error = new HttpError(400, "Bad", { cause });
  assert.deepEqual([error.status, error.message, error.cause], [400, "Bad", cause]);
});
