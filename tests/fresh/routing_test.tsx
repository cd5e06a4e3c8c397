import assert from "node:assert/strict";
import { App } from "fresh";
import { body, get, serve } from "./app.ts";

Deno.test("fixed paths come before parameters and parameters before the rest", async () => {
  assert.equal(await body("/"), "<h1>Home</h1>");
  assert.equal(await body("/blog/latest"), "<p>latest</p>");
  assert.equal(await body("/blog/first"), "<p>post first of /blog/:slug</p>");
  assert.equal(await body("/blog/a/b/c"), "<p>rest a/b/c</p>");
});

Deno.test("an optional part may be missing", async () => {
  assert.equal(await body("/docs"), "<p>docs newest</p>");
  assert.equal(await body("/docs/v2"), "<p>docs v2</p>");
});

Deno.test("parameters are decoded, and a slash in one stays in it", async () => {
  assert.match(await body("/blog/gr%C3%BC%C3%9Fe"), /post grüße of/);
  assert.match(await body("/blog/a%2Fb"), /post a\/b of/);
});

Deno.test("a malformed encoding is not found", async () => {
  for (const path of ["/blog/%zz", "/%", "/blog/%E0%A4"]) {
    assert.equal((await get(path)).status, 404, path);
  }
});

Deno.test("a route may name its own pattern", async () => {
  const response = await get("/x/std@1.2.3/path/mod.ts");
  assert.deepEqual(await response.json(), { module: "std", version: "1.2.3", path: "path/mod.ts" });
});

Deno.test("groups do not show in paths, but bring their layout", async () => {
  assert.match(await body("/about"), /^<div id="info"><article>/);
});

Deno.test("folders like (_parts) hold no routes", async () => {
  assert.equal((await get("/part")).status, 404);
  assert.equal((await get("/Local")).status, 404);
});

Deno.test("a trailing or doubled slash leads to the same fixed path", async () => {
  assert.equal((await get("/blog/latest/")).status, 200);
  assert.equal((await get("http://localhost//blog//latest")).status, 200);
});

Deno.test("layouts nest, async ones too", async () => {
  const html = await body("/nested/deep");
  assert.match(html, /^<div id="outer">.*in-layout.*<div id="inner">.*in-page.*<\/div><\/div>/s);
});

Deno.test("a route or a layout may skip what it inherits", async () => {
  assert.equal(await body("/nested/deep/alone"), "<p>alone</p>");
  assert.equal(await body("/nested/deep/bare"), "<!DOCTYPE html><p>bare</p>");
  assert.equal(await body("/nested/fresh_start"), '<div id="only"><p>fresh start</p></div>');
});

Deno.test("a page is a complete document", async () => {
  const response = await get("/");
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(await response.text(), /^<!DOCTYPE html><html lang="en" data-trace="first,second">/);
});

Deno.test("middlewares run from the outside to the inside, arrays in order", async () => {
  assert.equal((await get("/")).headers.get("x-trace"), "first,second");
  assert.equal((await get("/nested/deep")).headers.get("x-trace"), "first,second,nested");
});

Deno.test("a handler gives data, status and headers to its page", async () => {
  assert.equal(await body("/form"), "<p>Hello NOBODY</p>");
  const response = await get("/form", {
    method: "POST",
    body: new URLSearchParams({ name: "Ada" }),
  });
  assert.equal(response.status, 201);
  assert.equal(response.headers.get("x-form"), "yes");
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(await response.text(), /Hello ADA/);
});

Deno.test("an async page is awaited and may answer with a response", async () => {
  assert.equal(await body("/async"), "<p>awaited</p>");
  const response = await get("/async?to=/elsewhere");
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "/elsewhere");
});

Deno.test("a route with GET answers HEAD, without a body", async () => {
  for (const path of ["/", "/api/things"]) {
    const response = await get(path, { method: "HEAD" });
    assert.equal(response.status, 200);
    assert.equal(response.body, null);
    assert.equal(response.headers.get("x-trace"), "first,second");
  }
});

Deno.test("the wrong method is a 405 that names the right ones", async () => {
  const response = await get("/api/things", { method: "DELETE" });
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("allow"), "GET, HEAD, POST");
  assert.match(await response.text(), /<p id="error">Method Not Allowed<\/p>/);
  assert.equal((await get("/", { method: "POST" })).headers.get("allow"), "GET, HEAD");
});

Deno.test("a middleware may call next() twice", async () => {
  let tries = 0;
  const app = new App<unknown>()
    .use(async (ctx) => {
      await ctx.next();
      return ctx.next();
    })
    .use((ctx) => ctx.next(), (ctx) => ctx.text(`${++tries}`));
  assert.equal(await (await serve(app)("/")).text(), "2");
});

Deno.test("ctx.render takes a status and headers, and needs no wrapper", async () => {
  const app = new App<unknown>().use(
    (ctx) => ctx.render(<b>plain</b>, { status: 202, headers: { "x-kind": "plain" } }),
  );
  const response = await serve(app)("/");
  assert.deepEqual([response.status, response.headers.get("x-kind")], [202, "plain"]);
  assert.equal(await response.text(), "<!DOCTYPE html><b>plain</b>");
});

Deno.test("the context knows the request", async () => {
  assert.deepEqual(await (await get("/api/at/1?q=2")).json(), {
    route: "/api/at/:id",
    params: { id: "1" },
    search: "?q=2",
    transport: "tcp",
    error: null,
  });
});

Deno.test("a redirect to a path stays on this host", async () => {
  const app = new App<unknown>().use(({ url, redirect }) =>
    url.pathname === "/go"
      ? redirect(url.searchParams.get("to")!)
      : redirect("https://example.com//a", 303)
  );
  const fetch = serve(app);
  for (
    const [to, location] of [
      ["/in?a=//b", "/in?a=//b"],
      ["//evil.example", "/evil.example"],
      ["/\\evil.example", "/evil.example"],
    ]
  ) {
    const response = await fetch(`/go?to=${encodeURIComponent(to)}`);
    assert.equal(response.status, 302);
    assert.equal(response.headers.get("location"), location);
  }
  const see = await fetch("/see");
  assert.deepEqual([see.status, see.headers.get("location")], [303, "https://example.com//a"]);
});

Deno.test("a middleware that renders does so in the layouts of its own folder", async () => {
  const response = await get("/nested/deep?caught");
  assert.equal(response.status, 500);
  const html = await response.text();
  assert.match(html, /<div id="outer">.*<p>caught<\/p><\/div>/);
  assert.doesNotMatch(html, /id="inner"/);
});
