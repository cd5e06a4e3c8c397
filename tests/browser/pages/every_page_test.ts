/** Every page, visited once, as full as it gets: its weight, its width, large type, and axe's rules. */
import assert from "node:assert/strict";
import type { Page, Request } from "playwright-core";
import { faultsOf } from "../../helpers/browser/accessibility.ts";
import { fill, PAGES, PUBLIC } from "../../helpers/browser/crowded.ts";
import { browserTest, live, PATIENT, RESEARCHER, type Stage } from "../../helpers/browser/stage.ts";

const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 900 };
const OPTIONS = { viewport: NARROW, hasTouch: true };
const LEAST_SCRIPT = 10_000;
const MOST_SCRIPT = 45 * 1024;

browserTest(
  "every page is light, fits narrow screens and large type, and has no fault",
  async (stage) => {
    await fill(stage);
    await lengthenNames(stage);
    const guest = await stage.open("/", OPTIONS);
    const found = await visitAll(guest, PUBLIC);
    await guest.goto("/docs");
    found.push(...await findSizeFaults(guest, "/docs"));
    for (const [email, paths] of Object.entries(PAGES)) {
      const page = await stage.signIn(email, OPTIONS);
      await page.getByRole("button", { name: /^Notifications/ }).click();
      await page.locator("#bell-panel").waitFor();
      found.push(...await faultsOf(page, `the bell's panel of ${email}`));
      found.push(...await visitAll(page, paths));
    }
    assert.deepEqual(found, []);
  },
);

/** Names that are as long as they get, of words and without any. */
async function lengthenNames({ sql }: Stage): Promise<void> {
  await sql`
    update users set full_name = repeat('Maximiliane ', 12) || 'Quist' where email = ${PATIENT}`;
  await sql`update users set full_name = repeat('n', 200) where email = ${RESEARCHER}`;
}

async function visitAll(page: Page, paths: string[]): Promise<string[]> {
  const found: string[] = [];
  const scripts: Promise<number>[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.push(gzippedSize(request));
  });
  for (const path of paths) {
    scripts.length = 0;
    await page.setViewportSize(NARROW);
    await page.goto(path);
    const isLive = paths !== PUBLIC && path !== "/nothing-here";
    if (isLive) await live(page);
    const weight = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
    if (weight < (isLive ? LEAST_SCRIPT : 0) || weight > MOST_SCRIPT) {
      found.push(`${path} has ${weight} bytes of script`);
    }
    found.push(...await findSizeFaults(page, path));
    await page.setViewportSize(WIDE);
    found.push(...await faultsOf(page, path));
  }
  return found;
}

async function gzippedSize(script: Request): Promise<number> {
  const body = await (await script.response())!.body();
  const stream = new Blob([new Uint8Array(body)]).stream();
  return (await new Response(stream.pipeThrough(new CompressionStream("gzip"))).bytes()).length;
}

/** What does not fit at 320 px, and at 640 px with type of twice the size. */
async function findSizeFaults(page: Page, path: string): Promise<string[]> {
  const found = await findSideways(page, `${path} at 320 px`);
  await page.setViewportSize({ width: 640, height: 900 });
  const before = await typeSize(page);
  await page.evaluate(() => document.documentElement.style.fontSize = "200%");
  assert.equal(await typeSize(page), 2 * before);
  found.push(...await findSideways(page, `${path} in large type`), ...await findCut(page, path));
  await page.evaluate(() => document.documentElement.style.fontSize = "");
  return found;
}

function findSideways(page: Page, place: string): Promise<string[]> {
  return page.evaluate((place) => {
    const width = document.documentElement.scrollWidth;
    return width > innerWidth ? [`${place} is ${width} px wide`] : [];
  }, place);
}

function typeSize(page: Page): Promise<number> {
  return page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
}

function findCut(page: Page, path: string): Promise<string[]> {
  const controls = page.locator(".button, .filter, .badge, .sidebar-link, select");
  return controls.evaluateAll(
    (elements, path) =>
      elements.filter((element) => !element.closest(".expert-card, .upcoming-card, dialog"))
        .filter((one) => one.scrollHeight > one.clientHeight + 2 && one.clientHeight > 0)
        .map((one) => `${path}: ${one.tagName} ${one.className} ${one.textContent} is cut`),
    path,
  );
}
