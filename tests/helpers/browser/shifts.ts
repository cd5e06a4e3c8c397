/** Whether things on a page jump: what the browser reports as shifts of the layout. */
import type { Page } from "playwright-core";
import { settle } from "./page.ts";

type Noted = { shifts: string[] };

/** Runs in the page: notes each shift from now on, as its size and what moved. */
export function noteShiftsHere(): void {
  const shifts: string[] = [];
  Object.assign(globalThis, { shifts });
  type Shift = PerformanceEntry & { value: number; sources: { node: Node | null }[] };
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries() as Shift[]) {
      shifts.push(`${value} ${sources.map(({ node }) => node?.textContent)}`);
    }
  }).observe({ type: "layout-shift" });
}

/** Notes each shift of the page from now on. */
export async function noteShifts(page: Page): Promise<void> {
  await page.evaluate(noteShiftsHere);
}

/** The shifts that were noted. One more is made here, which is reported after all others. */
export async function readShifts(page: Page): Promise<string[]> {
  await settle(page);
  await page.evaluate(async () => {
    const probe = document.createElement("div");
    probe.append("The last shift");
    Object.assign(probe.style, { position: "fixed", top: "0", zIndex: "9" });
    document.body.append(probe);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    probe.style.top = "50vh";
  });
  const isLast = () => (globalThis as unknown as Noted).shifts.at(-1)?.includes("The last shift");
  await page.waitForFunction(isLast);
  return await page.evaluate(() => (globalThis as unknown as Noted).shifts.slice(0, -1));
}
