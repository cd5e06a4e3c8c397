import assert from "node:assert/strict";
import { endpoints } from "../../lib/contract/api.ts";
import { MEANINGS } from "../../lib/contract/api/errors.ts";
import { CLIENT_EVENTS, SERVER_EVENTS } from "../../lib/contract/api/events.ts";
import { TABLES } from "../../lib/contract/api/sql.ts";
import { AppError } from "../../lib/contract/errors.ts";
import { viewerUrl } from "../../lib/http/openapi/viewer.ts";
import { serveRoutes } from "../helpers/routes.ts";
import { browserTest, PATIENT } from "../helpers/browser/stage.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient } from "../helpers/factories.ts";

browserTest("the reference can be read without a script", async ({ open }) => {
  const page = await open("/docs", { javaScriptEnabled: false });
  for (const { path } of endpoints) {
    assert.ok(await page.getByRole("cell", { name: path, exact: true }).count() > 0, path);
  }
  for (const [code, meaning] of Object.entries(MEANINGS)) {
    const { type } = new AppError(code as keyof typeof MEANINGS, "").toProblem();
    await page.goto(type);
    const row = page.locator(":target");
    assert.equal(await row.getByRole("rowheader").innerText(), code);
    assert.ok((await row.innerText()).includes(meaning.replaceAll("`", "")));
  }
  const rows = [CLIENT_EVENTS, SERVER_EVENTS, TABLES].flatMap((table) => Object.keys(table));
  for (const name of rows) {
    const header = page.getByRole("rowheader", { name, exact: true });
    assert.equal(await header.count(), rows.filter((other) => other === name).length, name);
  }
});

browserTest("calls can be tried, by cookie and by token", async ({ open, app }) => {
  const page = await open("/docs");
  const [strangers, complaints]: string[][] = [[], []];
  page.on("request", (request) => {
    if (!/^data:/.test(request.url()) && new URL(request.url()).origin !== app.url) {
      strangers.push(request.url());
    }
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  await page.reload();
  const operation = (id: string) => page.locator(`.opblock[id$=-${id}]`);
  const execute = async (id: string) => {
    if (await operation(id).locator(".opblock-body").count() === 0) {
      await operation(id).locator(".opblock-summary-control").click();
    }
    const answered = page.waitForResponse((response) => response.url().includes("/api/auth/"));
    await operation(id).getByRole("button", { name: "Execute" }).click();
    await operation(id).locator(".live-responses-table tbody .response-col_status").waitFor();
    return (await answered).status();
  };

  await operation("post_auth_login").locator(".opblock-summary-control").click();
  const body = JSON.stringify({ email: PATIENT, password: "password123" });
  await operation("post_auth_login").locator("textarea").fill(body);
  assert.equal(await execute("post_auth_login"), 200);
  assert.equal(await execute("get_auth_me"), 200);
  assert.match(await operation("get_auth_me").locator(".live-responses-table").innerText(), /John/);

  await page.context().clearCookies();
  const { token } = await (await fetch(`${app.url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  })).json();
  await page.getByRole("button", { name: "Authorize", exact: true }).click();
  const dialog = page.locator(".dialog-ux");
  await dialog.locator("input[type=text], input[type=password]").first().fill(token);
  await dialog.getByRole("button", { name: "Apply credentials" }).first().click();
  await dialog.getByRole("button", { name: "Close" }).first().click();
  assert.equal(await execute("get_auth_me"), 200);
  assert.deepEqual([strangers, complaints], [[], []]);
});

browserTest("the page fits a phone and follows the colours of the system", async ({ open }) => {
  const page = await open("/docs#not_found", {
    viewport: { width: 360, height: 640 },
    colorScheme: "dark",
  });
  await page.locator(".opblock").first().waitFor();
  const [width, dark] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.classList.contains("dark-mode"),
  ]);
  assert.deepEqual([width, dark], [360, true]);
  await page.locator("#not_found").waitFor();
  await page.emulateMedia({ colorScheme: "light" });
  await page.locator("html:not(.dark-mode)").waitFor({ state: "attached" });
});

Deno.test("the viewer's files are immutable, and no other file is served", async () => {
  await using db = await testDatabase();
  await using app = await serveRoutes(db.sql);
  for (const name of ["swagger-ui.css", "swagger-ui-bundle.js"] as const) {
    const { status, headers } = await app.call(`GET ${viewerUrl(name)}`);
    assert.equal(status, 200);
    assert.match(headers.get("cache-control")!, /immutable/);
    assert.match(headers.get("content-type")!, /^text\/(css|javascript); charset=utf-8$/);
  }
  const token = await app.tokenOf(await patient(db.sql));
  const folder = viewerUrl("swagger-ui.css").replace(/[^/]+$/, "");
  for (const name of ["package.json", "..%2Fpackage.json", "toString", "%00", "index.html"]) {
    assert.equal((await app.call(`GET ${folder}${name}`, { token })).status, 404, name);
  }
  assert.equal((await app.call("GET /docs/0.0.0/swagger-ui.css")).status, 404);
});
