/**
 * Playwright, loaded under named permissions. As it is loaded it asks whether files of the kernel
 * exist, which Deno answers with an error to whoever lacks `--allow-all`; here, with no.
 */
import fs from "node:fs";

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
