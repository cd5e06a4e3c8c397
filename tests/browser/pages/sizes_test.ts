/** Long links and titles, and short meetings, have room on narrow and wide screens. */
import assert from "node:assert/strict";
import type { BrowserContextOptions } from "playwright-core";
import { browserTest, PATIENT } from "../../helpers/browser/stage.ts";
import { fill } from "../../helpers/browser/crowded.ts";
import { insertMeeting } from "../../helpers/browser/meetings.ts";

const NARROW: BrowserContextOptions = { viewport: { width: 320, height: 640 }, hasTouch: true };
const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };

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
