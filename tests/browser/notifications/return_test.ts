/** Whoever comes back to a long inbox finds it where they left it. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Sql } from "../../../lib/db/pool.ts";
import {
  browserTest,
  JOHN,
  live,
  PATIENT,
  SARAH,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { notificationOf } from "../../helpers/browser/page.ts";
import { insertNotifications, timeOf, times } from "../../helpers/factories.ts";
import { noteShiftsHere, readShifts } from "../../helpers/browser/shifts.ts";

const PHONE = { viewport: { width: 390, height: 844 } };

/** Notifications titled `No. 1.`, the newest, to `No. 300.`; every other one is a lab result. */
async function fill(sql: Sql): Promise<void> {
  const row = (i: number) => ({
    notification_type: i % 2 === 0 ? "lab_result" : "news",
    title: `No. ${i}.`,
    created_at: timeOf(`-${i} hours`),
  });
  await insertNotifications(sql, JOHN, SARAH, times(300, row));
}

function row(page: Page, number: number) {
  return notificationOf(page, `No. ${number}.`);
}

/** The inbox, scrolled down to a row. */
async function inboxAt(stage: Stage, number: number, query = ""): Promise<Page> {
  const page = await stage.signIn(PATIENT, PHONE);
  await page.addInitScript(noteShiftsHere);
  await page.goto(`/notifications${query}`);
  await live(page);
  while (await row(page, number).count() === 0) {
    const last = page.locator("main li.notification").last();
    const title = await last.locator(".notification-title").textContent();
    await last.scrollIntoViewIfNeeded();
    await page.waitForFunction(
      (title) =>
        [...document.querySelectorAll("main .notification-title")].at(-1)?.textContent !== title,
      title,
    );
  }
  await row(page, number).evaluate((row) => row.scrollIntoView({ block: "center" }));
  return page;
}

/** Opens a row, and comes back to where `wanted` has the focus; how far down that stands. */
async function openAndReturn(page: Page, number: number, wanted: number, before?: () => unknown) {
  await row(page, number).locator(".notification-body").click();
  await page.getByRole("heading", { name: `No. ${number}.` }).waitFor();
  await before?.();
  await page.goBack();
  await page.waitForFunction(
    (title) => document.activeElement?.textContent?.includes(title),
    `No. ${wanted}.`,
  );
  return (await row(page, wanted).boundingBox())!.y;
}

browserTest("going back leads to the notification that was opened", async (stage) => {
  await fill(stage.sql);
  const page = await inboxAt(stage, 141);
  const before = (await row(page, 141).boundingBox())!.y;
  const after = await openAndReturn(page, 141, 141);
  assert.ok(Math.abs(after - before) < 2, `${before} became ${after}`);
  assert.deepEqual(await readShifts(page), []);

  await page.evaluate(() => scrollTo(0, 0));
  await row(page, 1).waitFor();
  await page.reload();
  await live(page);
  assert.equal(await page.evaluate(() => history.state?.scroll), undefined);
});

browserTest("where that one is gone, going back leads to the next that is shown", async (stage) => {
  const { sql } = stage;
  await fill(sql);
  const unread = await inboxAt(stage, 121, "?filter=unread");
  await openAndReturn(unread, 121, 122);
  const results = await inboxAt(stage, 240, "?filter=lab_result");
  const y = await openAndReturn(results, 240, 242, async () => {
    await sql`delete from meeting_notifications where title = 'No. 240.'`;
  });
  assert.ok(y > 0 && y < 844);
});

browserTest("a link elsewhere leads back to the rows that were in sight", async (stage) => {
  await fill(stage.sql);
  const page = await inboxAt(stage, 250);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.waitForURL("**/settings");
  await page.goBack();
  await row(page, 250).waitFor();
  const y = (await row(page, 250).boundingBox())!.y;
  assert.ok(y > 0 && y < 844, `at ${y}`);
  assert.ok(await page.locator("main li.notification").count() <= 200);
});
