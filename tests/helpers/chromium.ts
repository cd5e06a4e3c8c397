/** The browser of the tests, wherever it is installed. */
import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";
import { chromium } from "./playwright.ts";

const PLACES = [
  Deno.env.get("CHROMIUM_PATH") ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const executablePath = PLACES.find((path) => path !== "" && existsSync(path));
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Whether there is one; tests in a browser are skipped where not, unless REQUIRE_BROWSER=1. */
export const hasBrowser = executablePath !== undefined;

if (!hasBrowser) {
  if (Deno.env.get("REQUIRE_BROWSER") === "1") {
    throw new Error("REQUIRE_BROWSER=1, but there is no Chromium: set CHROMIUM_PATH");
  }
  console.warn("\n*** NO CHROMIUM FOUND: BROWSER TESTS ARE SKIPPED (set CHROMIUM_PATH) ***\n");
}

/** A browser that the caller closes. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath, args });
}
