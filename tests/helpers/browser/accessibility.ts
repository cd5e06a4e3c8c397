/** What keeps people out of a page. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds wrong with the page as it is, in light and in dark colours, and whether it scrolls
 * sideways; each begins with `place`.
 */
export async function faultsOf(page: Page, place = new URL(page.url()).pathname) {
  const faults: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // In this mode axe opens no page of its own; it leaves out frames, which no page has.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    if (colorScheme === "dark") axe.withRules(OF_COLOURS);
    const { violations } = await axe.analyze();
    const found = violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`);
    faults.push(...found.map((fault) => `${place}, ${colorScheme}: ${fault}`));
  }
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return isTooWide ? [...faults, `${place}: it scrolls sideways`] : faults;
}
