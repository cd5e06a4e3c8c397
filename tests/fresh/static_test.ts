import assert from "node:assert/strict";
import { asset } from "fresh/runtime";
import { get, scriptsOf } from "./app.ts";

const FOREVER = "public, max-age=31536000, immutable";

Deno.test("a static file has its type, and is asked for again each time", async () => {
  const response = await get("/sub/icon.svg");
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "image/svg+xml");
  assert.equal(response.headers.get("cache-control"), "no-cache");
  assert.match(await response.text(), /^<svg/);
  assert.equal((await get("/hello.txt")).headers.get("content-type"), "text/plain; charset=utf-8");
});

Deno.test("a transform gives the content of the files that it is for, and of no others", async () => {
  assert.equal(await (await get("/hello.shout.txt")).text(), "HELLO\n");
  assert.equal(await (await get("/hello.txt")).text(), "hello\n");
});

Deno.test("with its version in the address it is kept forever", async () => {
  assert.match(asset("/hello.txt"), /^\/hello\.txt\?__frsh_c=\w+$/);
  assert.equal((await get(asset("/hello.txt"))).headers.get("cache-control"), FOREVER);
  const old = await get("/hello.txt?__frsh_c=old");
  assert.equal(old.headers.get("cache-control"), "no-cache");
});

Deno.test("asset() leaves foreign addresses alone and keeps query and hash", () => {
  assert.equal(asset("https://example.com/a.css"), "https://example.com/a.css");
  assert.equal(asset("//example.com/a.css"), "//example.com/a.css");
  assert.match(asset("/a.css?b=1#c"), /^\/a\.css\?b=1&__frsh_c=\w+#c$/);
});

Deno.test("an unchanged file is a 304", async () => {
  const etag = (await get("/hello.txt")).headers.get("etag")!;
  assert.match(etag, /^"\w+"$/);
  for (const header of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const response = await get("/hello.txt", { headers: { "if-none-match": header } });
    assert.equal(response.status, 304, header);
    assert.equal(response.body, null);
    assert.equal(response.headers.get("etag"), etag);
  }
  const changed = await get("/hello.txt", { headers: { "if-none-match": '"other"' } });
  assert.equal(changed.status, 200);
});

Deno.test("files answer GET and HEAD only", async () => {
  const head = await get("/hello.txt", { method: "HEAD" });
  assert.deepEqual([head.status, head.body], [200, null]);
  const post = await get("/hello.txt", { method: "POST" });
  assert.deepEqual([post.status, post.headers.get("allow")], [405, "GET, HEAD"]);
});

Deno.test("no path leads out of the folder or to a dotfile", async () => {
  const paths = [
    "/.secret",
    "/%2esecret",
    "/../define.ts",
    "/%2e%2e/define.ts",
    "/..%2fdefine.ts",
    "/sub/..%2f..%2fdefine.ts",
    "/..%5cdefine.ts",
    "/hello.txt%00",
    "/%",
  ];
  for (const path of paths) assert.equal((await get(path)).status, 404, path);
});

Deno.test("a path may be encoded", async () => {
  assert.equal(await (await get("/hello%2Etxt")).text(), "hello\n");
});

Deno.test("scripts of islands are kept forever and small", async () => {
  const html = await (await get("/counters")).text();
  const urls = await scriptsOf(html);
  assert.ok(urls.length >= 3);
  for (const url of urls) {
    assert.match(url, /^\/_fresh\/js\/\w+\/[\w.-]+-[A-Z0-9]+\.js$/);
    const response = await get(url);
    assert.equal(response.headers.get("cache-control"), FOREVER);
    assert.equal(response.headers.get("content-type"), "text/javascript; charset=utf-8");
    const script = await response.text();
    assert.doesNotMatch(script, /\n\s+/, "is minified");
  }
});
