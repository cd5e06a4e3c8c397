/** An inbox of a hundred thousand: as fast as a small one, and no heavier. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  browserTest,
  JOHN,
  live,
  PATIENT,
  SARAH,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { notificationOf } from "../../helpers/browser/page.ts";
import { insertNotification, insertNotifications, timeOf, times } from "../../helpers/factories.ts";

/** The most rows that the page may hold of the list. */
const HELD = 200;

async function fill({ sql }: Stage, count: number): Promise<void> {
  const row = (i: number) => ({
    notification_type: i % 1000 === 0 ? "lab_result" : "meeting_reminder",
    title: `No. ${i}.`,
    created_at: timeOf(`-${i} minutes`),
    is_read: i % 2 === 0,
  });
  await insertNotifications(sql, JOHN, SARAH, times(count, row));
  await sql`vacuum analyze meeting_notifications`;
}

function row(page: Page, number: number) {
  return notificationOf(page, `No. ${number}.`);
}

/** The numbers of the rows that the page holds. */
async function held(page: Page): Promise<number[]> {
  const titles = await page.locator("main .notification-title").allTextContents();
  return titles.map((title) => Number(/No\. (\d+)\./.exec(title)![1]));
}

/** Scrolls to one end again and again until the row is there. */
async function scrollTo(page: Page, number: number, end: "end" | "start"): Promise<void> {
  for (let turns = 0; turns < 200; turns++) {
    const before = await held(page);
    if (before.includes(number)) break;
    const edge = page.locator("main li.notification")[end === "end" ? "last" : "first"]();
    await edge.evaluate((node, block) => node.scrollIntoView({ block }), end);
    await page.waitForFunction(
      (before) =>
        [...document.querySelectorAll("main .notification-title")]
          .map((title) => /No\. (\d+)\./.exec(title.textContent!)![1]).join() !== before,
      before.join(),
    );
  }
  await row(page, number).waitFor();
}

browserTest("a hundred thousand are scrolled through in a page of two hundred", async (stage) => {
  await fill(stage, 100_000);
  const page = await stage.signIn(PATIENT, { path: "/notifications" });
  await page.waitForFunction(() => document.title.startsWith("(99+) "));
  await scrollTo(page, 700, "end");
  const down = await held(page);
  assert.ok(down.length <= HELD, `${down.length} rows`);
  assert.deepEqual(down, down.map((_, place) => down[0] + place));

  await insertNotification(stage.sql, JOHN, SARAH, { title: "No. 0." });
  await page.getByText("New notification: No. 0.").waitFor({ state: "attached" });
  assert.deepEqual(await held(page), down);

  await scrollTo(page, 0, "start");
  const up = await held(page);
  assert.ok(up.length <= HELD, `${up.length} rows`);
  assert.deepEqual(up, up.map((_, place) => place));

  await page.goto("/notifications?filter=lab_result");
  await live(page);
  await scrollTo(page, 60_000, "end");
  assert.deepEqual((await held(page)).slice(0, 2), [1000, 2000]);
});

browserTest(
  "a page that cannot be loaded shows an error, and is loaded when it can be",
  async (stage) => {
    await fill(stage, 120);
    const page = await stage.signIn(PATIENT, { path: "/notifications" });
    await page.route("**/api/meeting-notifications?*", (route) => route.abort());
    await page.locator("main li.notification").last().scrollIntoViewIfNeeded();
    await page.getByRole("status").getByText("cannot be reached").waitFor();
    const again = page.getByRole("button", { name: "Try again" });
    await again.waitFor();
    assert.equal(await row(page, 51).count(), 0);
    await page.unroute("**/api/meeting-notifications?*");
    await again.click();
    await row(page, 51).waitFor();
    await scrollTo(page, 120, "end");
    await page.locator(".inbox-older").waitFor({ state: "detached" });
  },
);
