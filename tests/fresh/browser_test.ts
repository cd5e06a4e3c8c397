import assert from "node:assert/strict";
import { App, csp, staticFiles } from "fresh";
import type { Page } from "playwright-core";
import { chromiumTest } from "../helpers/browser/chromium.ts";
import { serve } from "./app.ts";

/** A test on pages of the fixture, which fails on anything that the browser reports of them. */
function test(name: string, play: (open: (path: string) => Promise<Page>) => Promise<void>) {
  chromiumTest(name, async (newContext) => {
    const fetch = serve(new App().use(csp({ useNonce: true })).use(staticFiles()).fsRoutes());
    const options = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
    await using server = Deno.serve(options, ({ url, headers }) => fetch(url, { headers }));
    const context = await newContext({ baseURL: `http://127.0.0.1:${server.addr.port}` });
    const messages: string[] = [];
    context.on("console", (message) => messages.push(message.text()));
    // Remembers the server's elements before any script of the page runs.
    await context.addInitScript(() => {
      document.addEventListener("readystatechange", () => {
        const elements = [...document.querySelectorAll("button,section,output")];
        const texts = elements.map((element) => element.textContent);
        if (document.readyState === "interactive") Object.assign(globalThis, { elements, texts });
      });
    });
    await play(async (path) => {
      const page = await context.newPage();
      await page.goto(path);
      return page;
    });
    assert.deepEqual(messages, []);
    await context.close();
  });
}

/** Whether the elements that the server sent are still those of the document. */
function sameElements(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { elements } = globalThis as unknown as { elements: Element[] };
    const present = [...document.querySelectorAll("button,section,output")];
    return present.length === elements.length && present.every((e, i) => e === elements[i]);
  });
}

test("islands are hydrated in the elements that the server sent", async (open) => {
  const page = await open("/counters");
  await page.click("#first");
  await page.getByText("first is at 2").waitFor();
  await page.click("#second");
  await page.click("#second");
  await page.getByText("second is at 7").waitFor();
  assert.equal(await page.textContent("#first"), "first is at 2");
  assert.ok(await sameElements(page));
});

test("an island inside of an island works after it was removed and added again", async (open) => {
  const page = await open("/counters");
  await page.click("#inner");
  await page.getByText("inner is at 11").waitFor();
  assert.ok(await sameElements(page));
  await page.click("#panel h2");
  await page.locator("#inner").waitFor({ state: "detached" });
  await page.click("#panel h2");
  await page.locator("section#panel > #inner").waitFor();
  assert.equal(await page.textContent("main > :last-child"), "after");
});

test("islands of layout and page are hydrated side by side", async (open) => {
  const page = await open("/nested/deep");
  await page.click("#in-layout");
  await page.click("#in-page");
  await page.getByText("in-layout is at 4").waitFor();
  await page.getByText("in-page is at 5").waitFor();
  assert.ok(await sameElements(page));
});

test("props arrive as what they were", async (open) => {
  const page = await open("/props");
  await page.locator("output.hydrated").last().waitFor();
  const shown = await page.locator("output.hydrated").allTextContents();
  // A prop that arrived as something else would change what the server wrote.
  const texts = await page.evaluate(() => (globalThis as unknown as { texts: string[] }).texts);
  assert.deepEqual(shown, texts);
  assert.equal(
    shown.join("\n"),
    `string text with </script><script>alert(1)</script><!-- \u2028
[number 1 number -0 number NaN number Infinity bigint 12345678901234567890 boolean true object null undefined undefined]
{nested=[{deep=string yes <key>=number 1}]}
Date 2026-11-05T14:00:00.000Z
URL https://example.com/a?b=c
Map[[string a number 1] [{key=number 2} Set[number 3]]]
{__proto__={polluted=boolean true}}`,
  );
  assert.ok(await sameElements(page));
});

test("a page without islands runs no script", async (open) => {
  const page = await open("/");
  assert.equal(await page.locator("script").count(), 0);
});
