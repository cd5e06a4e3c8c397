/** Pages on narrow screens and with large type: nothing is cut, nothing scrolls sideways. */
import assert from "node:assert/strict";
import type { BrowserContextOptions, Page } from "playwright-core";
import { browserTest, PATIENT, RESEARCHER, type Stage } from "../../helpers/browser/stage.ts";
import { fill, PAGES, PUBLIC } from "../../helpers/browser/crowded.ts";
import { insertMeeting } from "../../helpers/browser/meetings.ts";

const NARROW: BrowserContextOptions = { viewport: { width: 320, height: 640 }, hasTouch: true };
const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };

/** Names that are as long as they get, of words and without any. */
async function lengthenNames({ sql }: Stage): Promise<void> {
  await sql`
    update users set full_name = repeat('Maximiliane ', 12) || 'Quist' where email = ${PATIENT}`;
  await sql`update users set full_name = repeat('n', 200) where email = ${RESEARCHER}`;
}

/** What `look` says of each page, with the page before it; pages of which it says nothing are well. */
async function lookAtAll(
  stage: Stage,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<string[]>,
): Promise<string[]> {
  const found: string[] = [];
  const lookAt = async (page: Page, paths: string[]) => {
    for (const path of paths) {
      await page.goto(path);
      found.push(...(await look(page)).map((words) => `${path}: ${words}`));
    }
  };
  await lookAt(await stage.open("/", options), [...PUBLIC, "/docs"]);
  for (const [email, paths] of Object.entries(PAGES)) {
    await lookAt(await stage.signIn(email, options), paths);
  }
  return found;
}

function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.scrollWidth;
    return width > innerWidth ? [`${width} px wide`] : [];
  });
}

browserTest("no page scrolls sideways at 320 px, whatever stands on it", async (stage) => {
  await fill(stage);
  await lengthenNames(stage);
  assert.deepEqual(await lookAtAll(stage, NARROW, sideways), []);
});

browserTest(
  "type of twice the size fits: no button is cut, no page goes sideways",
  async (stage) => {
    await fill(stage);
    const viewport = { width: 640, height: 900 };
    const found = await lookAtAll(stage, { viewport }, async (page) => {
      const before = await typeSize(page);
      await page.evaluate(() => document.documentElement.style.fontSize = "200%");
      assert.equal(await typeSize(page), 2 * before);
      return [...await sideways(page), ...await cutButtons(page)];
    });
    assert.deepEqual(found, []);
  },
);

function typeSize(page: Page): Promise<number> {
  return page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
}

function cutButtons(page: Page): Promise<string[]> {
  return page.locator(".button, .filter, .badge, .sidebar-link, select").evaluateAll((elements) =>
    elements.filter((element) => !element.closest(".expert-card, .upcoming-card, dialog"))
      .filter((one) => one.scrollHeight > one.clientHeight + 2 && one.clientHeight > 0)
      .map((one) => `${one.tagName} ${one.className} ${one.textContent} is cut`)
  );
}

browserTest("a long link takes one line, and is copied whole", async (stage) => {
  const { sql } = stage;
  const id = await insertMeeting(sql, "2031-06-18T18:00:00Z");
  const link = `https://meet.example.org/${"w".repeat(470)}`;
  await sql`update schedules set link = ${link} where id = ${id}`;
  const page = await stage.signIn(PATIENT, {
    ...NARROW,
    permissions: ["clipboard-read", "clipboard-write"],
    path: `/meetings/${id}`,
  });
  const shown = page.locator(".meeting-link p");
  assert.ok((await shown.boundingBox())!.height < 30);
  assert.equal(await shown.getAttribute("title"), link);
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByRole("status").getByText("Link copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
});

browserTest("long titles of notifications take two lines in lists", async (stage) => {
  await fill(stage);
  const page = await stage.signIn(PATIENT, { ...NARROW, path: "/notifications" });
  const title = page.locator("main .notification-title", { hasText: "yyyy" }).first();
  assert.ok((await title.boundingBox())!.height < 60);
});

browserTest("a short meeting shows in the week when it begins, midnight too", async (stage) => {
  const id = await insertMeeting(stage.sql, "2031-06-18T04:00:00Z", 15);
  const page = await stage.signIn(PATIENT, { ...DESKTOP, path: "/calendar?week=2031-06-18" });
  await page.locator(".week-hours li").first().getByText("12:00 AM").waitFor();
  const piece = (await page.locator(`li.week-meeting[data-id="${id}"] a`).boundingBox())!;
  const start = page.locator(`li.week-meeting[data-id="${id}"] .week-meeting-start`);
  assert.equal(await start.textContent(), ", 12:00");
  const box = (await start.boundingBox())!;
  assert.ok(
    box.x + box.width <= piece.x + piece.width && box.y + box.height <= piece.y + piece.height,
  );
});
