import assert from "node:assert/strict";
import { App, csp } from "fresh";
import Counter from "./fixture/islands/Counter.tsx";
import { serve } from "./app.ts";

const script = <script>1</script>;

Deno.test("csp sets a policy; directives replace those of their name", async () => {
  const fetch = serve(
    new App<unknown>().use(csp({ csp: ["img-src *", "form-action 'none'"] }))
      .use((ctx) => ctx.text("x")),
  );
  const policy = (await fetch("/")).headers.get("content-security-policy")!.split("; ");
  assert.ok(policy.includes("default-src 'self'"));
  assert.ok(policy.includes("img-src *") && policy.includes("form-action 'none'"));
  assert.equal(policy.filter((directive) => directive.startsWith("img-src")).length, 1);
});

Deno.test("with useNonce each page allows its own inline code and no other", async () => {
  const fetch = serve(
    new App<unknown>().use(csp({ useNonce: true }))
      .use((ctx) =>
        ctx.url.pathname === "/data" ? ctx.json({}) : ctx.render(
          <main>
            {script}
            <style>{"p {}"}</style>
            <script nonce="mine">2</script>
            <Counter id="a" start={1} />
          </main>,
        )
      ),
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
