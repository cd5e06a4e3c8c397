/** Tests in the Chromium that is installed: one process for a test file, a context for each visitor. */
import assert from "node:assert/strict";
import fs from "node:fs";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";

// As Playwright is loaded it asks whether files of the kernel exist, which Deno answers with an
// error to whoever lacks `--allow-all`; here, with no.
const { existsSync } = fs;
fs.existsSync = (path) => {
  try {
    return existsSync(path);
  } catch {
    return false;
  }
};
export const { chromium } = await import("playwright-core");
fs.existsSync = existsSync;

const PLACES = [
  Deno.env.get("CHROMIUM_PATH") ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const executablePath = PLACES.find((path) => path !== "" && existsSync(path));
/**
 * Parts of Chromium that pages do not need: the first three start a process of their own for each
 * page, which doubles what it costs; the others are those that Playwright switches off, as the last
 * such list is the one that counts.
 */
const DISABLED = [
  "SpareRendererForSitePerProcess",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxPopup",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];
const args = [
  `--disable-features=${DISABLED}`,
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

if (!executablePath) {
  if (Deno.env.get("REQUIRE_BROWSER") === "1") {
    throw new Error("REQUIRE_BROWSER=1, but there is no Chromium: set CHROMIUM_PATH");
  }
  console.warn("\n*** NO CHROMIUM FOUND: BROWSER TESTS ARE SKIPPED (set CHROMIUM_PATH) ***\n");
}

let browser: Browser | undefined;

/** Makes a browser with nothing stored in it, whose pages belong to the test. */
export type NewContext = (options?: BrowserContextOptions) => Promise<BrowserContext>;

/**
 * A test with browser contexts, which are closed after it. It fails on any error that a page throws
 * and on anything that breaks a page's security policy.
 */
export function chromiumTest(name: string, play: (newContext: NewContext) => Promise<void>): void {
  // Playwright reads from the browser's pipes all the time.
  Deno.test({ name, ignore: !executablePath, sanitizeOps: false, fn: () => perform(play) });
}

Deno.test.beforeAll(async () => {
  if (executablePath) browser = await chromium.launch({ executablePath, args });
});
Deno.test.afterAll(async () => await browser?.close());

async function perform(play: (newContext: NewContext) => Promise<void>): Promise<void> {
  const contexts: BrowserContext[] = [];
  const errors: string[] = [];
  const newContext: NewContext = async (options) => {
    const context = await browser!.newContext(options);
    contexts.push(context);
    context.setDefaultTimeout(30_000);
    context.on("weberror", (error) => errors.push(String(error.error())));
    context.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) errors.push(message.text());
    });
    return context;
  };
  try {
    await play(newContext);
    assert.deepEqual(errors, []);
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}
