/**
 * `deno task pictures`: makes the README's pictures from the app as it runs, with the demo accounts
 * and rows written by SQL. `deno task pictures <directory>`: puts a picture of every page there, at the width of a
 * phone and of a desktop, light and dark. Needs a Chromium, at CHROMIUM_PATH if it is not at
 * /usr/bin/chromium.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { DEMO_PASSWORD } from "../lib/auth/mod.ts";
import { chromium } from "../tests/helpers/browser/chromium.ts";
import { openDemo } from "./demo.ts";

type Picture = Uint8Array<ArrayBufferLike>;
type Scheme = "light" | "dark";

const patient = "patient@test.com";
const researcher = "researcher@test.com";
const desktop = { viewport: { width: 1180, height: 800 } };
const phone = { viewport: { width: 390, height: 800 } };

const everyPage = {
  "": ["/", "/login", "/register", "/nothing-here"],
  [patient]: [
    "/dashboard/patient",
    "/experts",
    "/experts?search=nobody",
    "/experts/3/request",
    "/requests/2",
    "/calendar",
    "/meetings/1",
    "/notifications",
    "/settings",
  ],
  [researcher]: [
    "/dashboard/researcher",
    "/requests/3",
    "/requests/3?panel=accept",
    "/calendar",
    "/meetings/1",
    "/meetings/1?panel=move",
    "/meetings/new",
    "/notifications",
    "/settings",
  ],
};

async function main([directory]: string[]): Promise<void> {
  await using undo = new AsyncDisposableStack();
  const app = undo.use(await openDemo());
  const browser = await chromium.launch({
    executablePath: Deno.env.get("CHROMIUM_PATH") ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  undo.defer(() => browser.close());
  if (directory) await takeEvery(browser, app.url, directory);
  else await takeForReadme(browser, app.url);
}

async function takeForReadme(browser: Browser, url: string): Promise<void> {
  const pictures: Record<string, [Scheme, researcherPath: string, patientPath: string]> = {
    "dashboards.png": ["light", "/dashboard", "/dashboard"],
    "calendar.png": ["dark", "/calendar", "/notifications"],
  };
  for (const [name, [colorScheme, ofResearcher, ofPatient]] of Object.entries(pictures)) {
    const left = await take(browser, url, researcher, ofResearcher, { ...desktop, colorScheme });
    const right = await take(browser, url, patient, ofPatient, { ...phone, colorScheme });
    const target = fileURLToPath(new URL(name, import.meta.url));
    await Deno.writeFile(target, await sideBySide(browser, [left, right], colorScheme));
    console.log(`Made ${target}`);
  }
}

async function take(
  browser: Browser,
  url: string,
  email: string,
  path: string,
  options: BrowserContextOptions,
): Promise<Picture> {
  const context = await browser.newContext({ ...options, baseURL: url, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  await signIn(page, email);
  await page.goto(path);
  await page.locator("[data-status=live]").waitFor();
  const taken = await page.screenshot();
  await context.close();
  return taken;
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard/*");
}

async function sideBySide(
  browser: Browser,
  pictures: Picture[],
  colorScheme: Scheme,
): Promise<Picture> {
  const page = await browser.newPage({ viewport: { width: 1640, height: 860 } });
  const images = pictures.map((one) => `<img src="data:image/png;base64,${one.toBase64()}">`);
  await page.setContent(`<style>
    body { margin: 0; height: 860px; display: flex; gap: 24px; align-items: center;
      justify-content: center; background: ${colorScheme === "light" ? "#dfe5ea" : "#2a323b"} }
    img { height: 800px; border-radius: 14px; box-shadow: 0 8px 30px #0003 }
  </style>${images.join("")}`);
  return await page.screenshot();
}

async function takeEvery(browser: Browser, url: string, directory: string): Promise<void> {
  await Deno.mkdir(directory, { recursive: true });
  for (const [email, paths] of Object.entries(everyPage)) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [390, 1280]) {
        const viewport = { width, height: 844 };
        const context = await browser.newContext({ baseURL: url, colorScheme, viewport });
        const page = await context.newPage();
        if (email) await signIn(page, email);
        for (const path of paths) {
          await page.goto(path, { waitUntil: "networkidle" });
          const name = `${email.split("@")[0] || "guest"}${path.replaceAll(/\W/g, "-")}`;
          const file = join(directory, `${name}-${width}-${colorScheme}.png`);
          await page.screenshot({ path: file, fullPage: true });
        }
        await context.close();
      }
    }
  }
}

await main(Deno.args);
