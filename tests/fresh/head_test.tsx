import assert from "node:assert/strict";
import { App, csp } from "fresh";
import { asset, Head, IS_BROWSER } from "fresh/runtime";
import { get, serve } from "./app.ts";

Deno.test("Head moves its children to the head and leaves nothing behind", async () => {
  const html = await (await get("/head")).text();
  const [head, body] = html.split("</head>");
  assert.equal(head.match(/<title>/g)!.length, 1);
  assert.match(head, /<title>Two<\/title>/);
  assert.equal(head.match(/name="description"/g)!.length, 1);
  assert.match(head, /<meta name="description" content="a page &amp; more"\/>/);
  assert.equal(head.match(/stylesheet/g)!.length, 1);
  assert.ok(head.includes(`href="${asset("/site.css")}"`));
  assert.match(head, /<style>p { color: red }<\/style>/);
  assert.match(body, /^<body><main><p>text<\/p><\/main><\/body>/);
});

Deno.test("one page's head does not show in the next", async () => {
  await get("/head");
  assert.match(await (await get("/")).text(), /<title>Fixture<\/title>/);
});

Deno.test("inline code in Head gets the nonce; text is not taken for a pattern", async () => {
  const fetch = serve(
    new App<unknown>().use(csp({ useNonce: true }), (ctx) =>
      ctx.render(
        <html>
          <head>
            <title>Old</title>
          </head>
          <body>
            <Head>
              <title>$& costs $1</title>
              <script>1</script>
            </Head>
          </body>
        </html>,
      )),
  );
  const html = await (await fetch("/")).text();
  assert.match(html, /<title>\$&amp; costs \$1<\/title>/);
  assert.match(html, /<script nonce="[\w-]+">1<\/script><\/head>/);
});

Deno.test("IS_BROWSER is false on the server", () => assert.equal(IS_BROWSER, false));
