/** A page that has missed events for good loads itself again, and loses nothing of what is on it. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  browserTest,
  cardOf,
  JOHN,
  live,
  PATIENT,
  RESEARCHER,
  SARAH,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { insertNotifications, timeOf, times } from "../../helpers/factories.ts";
import { ask, button } from "../../helpers/browser/requests.ts";

const NOTE = "We kept what you typed.";

/** Has every page miss events for good: those of the rows of a table that is emptied. */
async function resync({ sql }: Stage, table = "meeting_notifications") {
  await sql`truncate ${sql(table)} cascade`;
}

/** Does `work`, and waits until the page was loaded again and is connected. */
async function reloaded(page: Page, work: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => Object.assign(globalThis, { isOld: true }));
  await work();
  await page.waitForFunction(() => !("isOld" in globalThis));
  await live(page);
}

browserTest("what was typed is there again, in an open form and in a dialog", async (stage) => {
  const { sql } = stage;
  await ask(sql, "Hello");
  const researcher = await stage.signIn(RESEARCHER);
  const card = cardOf(researcher, "Hello");
  await button(card, "Give a reason").click();
  await card.getByLabel("Reason").fill("I am away until May");
  const patient = await stage.signIn(PATIENT, { path: "/experts?search=Kenji" });
  const request = button(patient.getByRole("listitem"), "Request Meeting");
  await request.click();
  await patient.getByLabel("Message").fill("May I ask you something?");
  await reloaded(researcher, () => reloaded(patient, () => resync(stage)));
  await card.getByText(NOTE).waitFor();
  assert.equal(await card.getByLabel("Reason").inputValue(), "I am away until May");
  await request.click();
  await patient.getByText(NOTE).waitFor();
  assert.equal(await patient.getByLabel("Message").inputValue(), "May I ask you something?");
});

browserTest("a long list stays where it was scrolled to", async (stage) => {
  const { sql } = stage;
  const newest = times(150, (n) => ({ title: `No. ${n}.`, created_at: timeOf(`-${n} hours`) }));
  await insertNotifications(sql, JOHN, SARAH, newest);
  const page = await stage.signIn(PATIENT, { path: "/notifications" });
  const row = (number: number) =>
    page.locator("main li.notification", { hasText: `No. ${number}.` });
  await row(50).scrollIntoViewIfNeeded();
  await row(70).scrollIntoViewIfNeeded();
  const { y } = (await row(70).boundingBox())!;
  await reloaded(page, () => resync(stage, "schedules"));
  await page.waitForFunction(() => scrollY > 0);
  assert.ok(Math.abs((await row(70).boundingBox())!.y - y) < 2);
});

browserTest("a page that has just been loaded again waits before the next time", async (stage) => {
  const { sql } = stage;
  const page = await stage.signIn(RESEARCHER);
  await page.clock.install();
  await page.reload();
  await live(page);
  await reloaded(page, () => resync(stage));
  const waiting = page.locator(".connection[data-status=catching-up]");
  await reloaded(page, async () => {
    await resync(stage);
    await waiting.waitFor({ state: "attached" });
    await ask(sql, "Meanwhile");
    await cardOf(page, "Meanwhile").waitFor();
    await page.clock.fastForward(20_000);
    await ask(sql, "Later");
    await cardOf(page, "Later").waitFor();
    assert.ok(await page.evaluate(() => "isOld" in globalThis));
    await page.clock.fastForward(10_000);
  });
});
