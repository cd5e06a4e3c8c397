import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { compress } from "../../lib/http/compression.ts";

const text = "Liaison ".repeat(500);

function answer(accept: string | null, response: Response, path = "/x"): Promise<Response> {
  const url = new URL(path, "http://localhost");
  const req = new Request(url, { headers: accept === null ? {} : { "accept-encoding": accept } });
  return compress({ req, url, next: () => Promise.resolve(response) });
}

function page(headers: Record<string, string> = {}): Response {
  return new Response(text, { headers: { "content-type": "text/html", ...headers } });
}

Deno.test("text is compressed for clients that accept it, with its headers", async () => {
  const response = await answer("br, gzip", page({ etag: '"a"', "x-kept": "1" }));
  assert.equal(response.headers.get("content-encoding"), "gzip");
  assert.equal(response.headers.get("vary"), "accept-encoding");
  assert.equal(response.headers.get("etag"), 'W/"a"');
  assert.equal(response.headers.get("x-kept"), "1");
  const body = await response.bytes();
  assert.equal(response.headers.get("content-length"), String(body.length));
  assert.equal(gunzipSync(body).toString(), text);
});

Deno.test("text is plain for other clients, and where compression gains nothing", async () => {
  for (const accept of [null, "deflate", "gzip;q=0, br;q=0", "identity, gzip; q=0.0"]) {
    const response = await answer(accept, page());
    assert.equal(response.headers.get("content-encoding"), null, String(accept));
    assert.equal(await response.text(), text);
  }
  const small = await answer(
    "gzip",
    new Response("{}", { headers: { "content-type": "text/html" } }),
  );
  assert.equal(small.headers.get("content-encoding"), null);
  assert.equal(await small.text(), "{}");
  const image = await answer("gzip", page({ "content-type": "image/png" }));
  assert.equal(image.headers.get("content-encoding"), null);
  await image.body?.cancel();
});

Deno.test("compression keeps cookies and the status", async () => {
  const plain = page();
  plain.headers.append("set-cookie", "a=1");
  plain.headers.append("set-cookie", "b=2");
  const response = await answer(
    "gzip",
    new Response(plain.body, { status: 422, headers: plain.headers }),
  );
  assert.equal(response.status, 422);
  assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
  await response.body?.cancel();
});

Deno.test("immutable files are compressed with the most effort, once for each encoding", async () => {
  const scripts = { "cache-control": "public, max-age=31536000, immutable" };
  for (
    const [accept, encoding] of [["gzip, br", "br"], ["gzip", "gzip"], ["br;q=0, gzip", "gzip"]]
  ) {
    const response = await answer(accept, page(scripts), "/kept.js");
    assert.equal(response.headers.get("content-encoding"), encoding);
    const body = await response.bytes();
    const plain = encoding === "br" ? brotliDecompressSync(body) : gunzipSync(body);
    assert.equal(plain.toString(), text);
  }
  const onlyBrotli = await answer("br", page());
  assert.equal(onlyBrotli.headers.get("content-encoding"), "br");
  assert.equal(brotliDecompressSync(await onlyBrotli.bytes()).toString(), text);
});
