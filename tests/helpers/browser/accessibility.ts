/** What keeps people out of a page. */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { settle } from "./page.ts";

const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds wrong with the page as it is, in light and in dark colours, and whether it scrolls
 * sideways; each begins with `place`.
 */
export async function faultsOf(page: Page, place = new URL(page.url()).pathname) {
  await page.evaluate(axe.source);
  const faults: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await settle(page);
    const found = await page.evaluate(violations, colorScheme === "dark" ? OF_COLOURS : null);
    faults.push(...found.map((fault) => `${place}, ${colorScheme}: ${fault}`));
  }
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return isTooWide ? [...faults, `${place}: it scrolls sideways`] : faults;
}

/** Runs in the page: the violations of `rules`, or of all; each as `rule element`. */
async function violations(rules: string[] | null): Promise<string[]> {
  const { axe: engine } = globalThis as unknown as { axe: typeof axe };
  const { violations } = await engine.run(document, {
    resultTypes: ["violations"],
    ...(rules && { runOnly: rules }),
  });
  return violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`);
}
