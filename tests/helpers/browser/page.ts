/** Parts of pages, and what they come to: to read it once, right after an action, may be too early. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";

const PATIENCE_MS = 30_000;
const LOOK_MS = 20;

/** The notification of that title in a list. */
export function notificationOf(page: Page, title: string): Locator {
  return page.locator("main li.notification", { hasText: title });
}

/** Waits until the focus is on what `locator` finds. */
export async function focused(locator: Locator): Promise<void> {
  await locator.and(locator.page().locator(":focus")).waitFor();
}

/** Waits until `read` gives `wanted`; fails with what it gave instead for 30 s. */
export async function becomes<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (let now = await read(); now !== wanted; now = await read()) {
    if (performance.now() > end) assert.equal(now, wanted);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/**
 * Resolves once nothing on the page moves any more, but for what moves for ever; movements may be
 * broken off for others.
 */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ends = ({ effect }: Animation) => Number(effect!.getComputedTiming().endTime) < Infinity;
    // What a closed <details> holds does not move on until it is opened.
    const isShown = ({ effect }: Animation) => (effect as KeyframeEffect).target?.checkVisibility();
    const movements = document.getAnimations().filter(ends).filter(isShown);
    return Promise.all(movements.map((one) => one.finished.catch(() => {})));
  });
}
