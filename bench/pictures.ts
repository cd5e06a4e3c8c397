/**
 * `deno task pictures`: makes the README's picture from the app as it runs, with the demo accounts
 * and rows written by SQL. Needs a Chromium, at CHROMIUM_PATH if it is not at /usr/bin/chromium.
 */
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { demoPassword } from "../lib/auth/mod.ts";
import { chromium } from "../tests/helpers/playwright.ts";
import { openDemo } from "./demo.ts";

const target = fileURLToPath(new URL("dashboards.png", import.meta.url));
const desktop = { viewport: { width: 1180, height: 800 } };
const phone = { viewport: { width: 390, height: 800 } };

async function main(): Promise<void> {
  await using undo = new AsyncDisposableStack();
  const app = undo.use(await openDemo());
  const browser = await chromium.launch({
    executablePath: Deno.env.get("CHROMIUM_PATH") ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  undo.defer(() => browser.close());
  const researcher = await picture(browser, app.url, "researcher@test.com", desktop);
  const patient = await picture(browser, app.url, "patient@test.com", phone);
  await Deno.writeFile(target, await sideBySide(browser, [researcher, patient]));
  console.log(`Made ${target}`);
}

type Picture = Uint8Array<ArrayBufferLike>;

async function picture(
  browser: Browser,
  url: string,
  email: string,
  options: BrowserContextOptions,
): Promise<Picture> {
  const context = await browser.newContext({ ...options, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(demoPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard/*");
  await page.getByText("Live", { exact: true }).waitFor();
  const taken = await page.screenshot();
  await context.close();
  return taken;
}

async function sideBySide(browser: Browser, pictures: Picture[]): Promise<Picture> {
  const page = await browser.newPage({ viewport: { width: 1640, height: 860 } });
  const images = pictures.map((one) => `<img src="data:image/png;base64,${one.toBase64()}">`);
  await page.setContent(`<style>
    body { margin: 0; height: 860px; display: flex; gap: 24px; align-items: center;
      justify-content: center; background: #dfe5ea }
    img { height: 800px; border-radius: 14px; box-shadow: 0 8px 30px #0003 }
  </style>${images.join("")}`);
  return await page.screenshot();
}

await main();
