import assert from "node:assert/strict";
import { App } from "fresh";
import Counter from "./fixture/islands/Counter.tsx";
import { Show, Silent } from "./fixture/islands/Show.tsx";
import { body, get, logged, scriptsOf, serve } from "./app.ts";

const marks = (html: string) => html.match(/<!--fresh:\d+-->/g) ?? [];

Deno.test("a page without islands ships no script", async () => {
  for (const path of ["/", "/head", "/form", "/nowhere"]) {
    assert.doesNotMatch(await (await get(path)).text(), /<script|modulepreload|<!--/, path);
  }
});

Deno.test("every instance of an island is marked, a nested island is not", async () => {
  const html = await body("/counters");
  assert.deepEqual(marks(html), ["<!--fresh:0-->", "<!--fresh:1-->", "<!--fresh:2-->"]);
  assert.match(html, /<!--fresh:0--><button[^>]*>first is at 1<\/button><!--\/fresh-->/);
  assert.match(html, /<section id="panel">(?:(?!<!--).)*inner is at 10/);
});

Deno.test("islands in a layout, in a page and in an (_islands) folder are found", async () => {
  const nested = await body("/nested/deep");
  assert.match(nested, /<!--fresh:0--><button[^>]*>in-layout is at 3/);
  assert.match(nested, /<!--fresh:1--><button[^>]*>in-page is at 4/);
  assert.match(await body("/about"), /<!--fresh:0--><b>local island<\/b><!--\/fresh-->/);
});

Deno.test("only the scripts of the page's own islands are named", async () => {
  const html = await (await get("/about")).text();
  assert.match(html, /Local-/);
  assert.doesNotMatch(html, /Counter-|Panel-|Show-/);
});

Deno.test("Preact is bundled once for all islands", async () => {
  const html = await (await get("/counters")).text();
  const urls = await scriptsOf(html);
  const scripts = await Promise.all(urls.map(async (url) => (await get(url)).text()));
  // The name by which Preact keeps the tree of a parent, written where it renders.
  const holders = scripts.filter((script) => /DOMParser|createElementNS/.test(script));
  assert.equal(holders.length, 1);
});

Deno.test("no prop can end the script", async () => {
  const html = await (await get("/props")).text();
  const script = /<script type="module">(.*)<\/script><\/body>/s.exec(html)![1];
  assert.doesNotMatch(script, /<\/?script|<!--/);
  assert.ok(script.includes("text with \\u003c/script>"));
});

Deno.test("a prop that cannot be sent is an error with the names of island and prop", async () => {
  class Money {}
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const cases: [unknown, RegExp][] = [
    [() => 1, /Island Silent: props\.value is a function/],
    [{ list: [1, { f: () => 1 }] }, /Island Silent: props\.value\.list\.1\.f is a function/],
    [Symbol("s"), /Island Silent: props\.value is a symbol/],
    [<b key="b">jsx</b>, /Island Silent: props\.value is JSX/],
    [new Money(), /Island Silent: props\.value is an instance of Money/],
    [circle, /Island Silent: props\.value\.self is a circular reference/],
  ];
  for (const [value, message] of cases) {
    const fetch = serve(new App<unknown>().use((ctx) => ctx.render(<Silent value={value} />)));
    const lines = await logged(async () => assert.equal((await fetch("/")).status, 500));
    assert.match(String(lines[0]), message);
  }
});

Deno.test("the same object may be sent twice, and text as children", async () => {
  const shared = { a: 1 };
  const fetch = serve(
    new App<unknown>().use((ctx) => ctx.render(<Show value={[shared, shared]} />)),
  );
  assert.match(await (await fetch("/")).text(), /\[\{\["a"\]:1\},\{\["a"\]:1\}\]/);
});

const hoisted = <Counter id="hoisted" start={1} />;

Deno.test("an element made once can be rendered again", async () => {
  const fetch = serve(new App<unknown>().use((ctx) => ctx.render(<p>{hoisted}</p>)));
  const first = await (await fetch("/")).text();
  assert.equal(marks(first).length, 1);
  assert.equal(await (await fetch("/")).text(), first);
});

Deno.test("a page that throws leaves nothing for the next one", async () => {
  await get("/errors/component");
  assert.deepEqual(marks(await body("/counters")).length, 3);
});
