import assert from "node:assert/strict";
import { App, cors, csp, csrf, trailingSlashes } from "fresh";
import Counter from "./fixture/islands/Counter.tsx";
import { serve } from "./app.ts";

const script = <script>1</script>;

Deno.test("csp sets a policy; directives replace those of their name", async () => {
  const fetch = serve(
    new App<unknown>().use(csp({ csp: ["img-src *", "form-action 'none'"] }))
      .get("/", (ctx) => ctx.text("x")),
  );
  const policy = (await fetch("/")).headers.get("content-security-policy")!.split("; ");
  assert.ok(policy.includes("default-src 'self'"));
  assert.ok(policy.includes("img-src *") && policy.includes("form-action 'none'"));
  assert.equal(policy.filter((directive) => directive.startsWith("img-src")).length, 1);
});

Deno.test("with useNonce each page allows its own inline code and no other", async () => {
  const fetch = serve(
    new App<unknown>().use(csp({ useNonce: true }))
      .get("/", (ctx) =>
        ctx.render(
          <main>
            {script}
            <style>{"p {}"}</style>
            <script nonce="mine">2</script>
            <Counter id="a" start={1} />
          </main>,
        ))
      .get("/data", (ctx) => ctx.json({})),
  );
  const seen = new Set<string>();
  for (let i = 0; i < 2; i++) {
    const response = await fetch("/");
    const policy = response.headers.get("content-security-policy")!;
    const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)![1];
    assert.ok(policy.includes(`style-src 'self' 'nonce-${nonce}'`));
    assert.doesNotMatch(policy, /unsafe-inline/);
    const html = await response.text();
    assert.ok(html.includes(`<script nonce="${nonce}">1</script>`), html);
    assert.ok(html.includes(`<style nonce="${nonce}">`));
    assert.ok(html.includes(`<script nonce="mine">`));
    assert.ok(html.includes(`<script type="module" nonce="${nonce}">import{boot}`));
    seen.add(nonce);
  }
  assert.equal(seen.size, 2);
  const data = (await fetch("/data")).headers.get("content-security-policy")!;
  assert.match(data, /script-src 'self' 'unsafe-inline'/);
});

Deno.test("csrf refuses changes from other sites", async () => {
  const fetch = serve(
    new App<unknown>().use(csrf({ origin: "https://friend.example" }))
      .all("/", (ctx) => ctx.text("done")),
  );
  const status = async (headers: Record<string, string>, method = "POST") =>
    (await fetch("/", { method, headers })).status;
  assert.equal(await status({}), 200);
  assert.equal(await status({ origin: "http://localhost" }), 200);
  assert.equal(await status({ "sec-fetch-site": "same-origin", origin: "http://localhost" }), 200);
  assert.equal(await status({ "sec-fetch-site": "none" }), 200);
  assert.equal(
    await status({ "sec-fetch-site": "cross-site", origin: "https://friend.example" }),
    200,
  );
  assert.equal(
    await status({ "sec-fetch-site": "cross-site", origin: "https://evil.example" }),
    403,
  );
  assert.equal(await status({ "sec-fetch-site": "same-site", origin: "http://a.localhost" }), 403);
  assert.equal(await status({ "sec-fetch-site": "cross-site" }), 403);
  assert.equal(await status({ origin: "https://evil.example" }), 403);
  assert.equal(await status({ origin: "null" }), 403);
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    assert.equal(await status({ origin: "https://evil.example" }, method), 403);
  }
  assert.equal(await status({ "sec-fetch-site": "cross-site" }, "GET"), 200);
});

Deno.test("cors answers preflights and marks responses", async () => {
  const app = new App<unknown>()
    .use(cors({
      origin: ["https://a.example", "https://b.example"],
      allowHeaders: ["x-one", "x-two"],
      exposeHeaders: ["x-three"],
      maxAge: 600,
      credentials: true,
    }))
    .get("/", (ctx) => ctx.text("read", { headers: { vary: "Accept" } }));
  const fetch = serve(app);
  const preflight = await fetch("/", {
    method: "OPTIONS",
    headers: { origin: "https://b.example" },
  });
  assert.equal(preflight.status, 204);
  const header = (name: string) => preflight.headers.get(`access-control-${name}`);
  assert.equal(header("allow-origin"), "https://b.example");
  assert.equal(header("allow-methods"), "GET,HEAD,PUT,POST,DELETE,PATCH");
  assert.equal(header("allow-headers"), "x-one,x-two");
  assert.equal(header("max-age"), "600");
  assert.equal(header("allow-credentials"), "true");

  const read = await fetch("/", { headers: { origin: "https://a.example" } });
  assert.equal(await read.text(), "read");
  assert.equal(read.headers.get("access-control-allow-origin"), "https://a.example");
  assert.equal(read.headers.get("access-control-expose-headers"), "x-three");
  assert.equal(read.headers.get("vary"), "Accept, Origin");

  const stranger = await fetch("/", { headers: { origin: "https://evil.example" } });
  assert.equal(stranger.headers.get("access-control-allow-origin"), null);
});

Deno.test("cors allows everybody by default, and the headers they ask for", async () => {
  const fetch = serve(new App<unknown>().use(cors()).get("/", (ctx) => ctx.text("read")));
  const headers = { origin: "https://a.example", "access-control-request-headers": "x-one" };
  const preflight = await fetch("/", { method: "OPTIONS", headers });
  assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
  assert.equal(preflight.headers.get("access-control-allow-headers"), "x-one");
  assert.equal(preflight.headers.get("vary"), null);
});

Deno.test("trailing slashes are taken away or added", async () => {
  const location = async (mode: "always" | "never", path: string) => {
    const app = new App<unknown>().use(trailingSlashes(mode)).all("/*", (ctx) => ctx.text("here"));
    const response = await serve(app)(path);
    return response.status === 200 ? "here" : response.headers.get("location");
  };
  assert.equal(await location("never", "/a/?b=/"), "/a?b=/");
  assert.equal(await location("never", "/a"), "here");
  assert.equal(await location("never", "/"), "here");
  assert.equal(await location("always", "/a?b"), "/a/?b");
  assert.equal(await location("always", "/a/"), "here");
  assert.equal(await location("always", "/"), "here");
});
