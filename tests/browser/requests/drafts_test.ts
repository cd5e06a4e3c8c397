/** What was typed is there again after a session that expired and a new sign-in. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  browserTest,
  cardOf,
  fillSignIn,
  live,
  PATIENT,
  RESEARCHER,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { idOf, insertMeeting, open, rowOf } from "../../helpers/browser/meetings.ts";
import { ask, button, statusOf } from "../../helpers/browser/requests.ts";

const NOTE = "We kept what you typed.";

/** Lets the session expire, and signs in again by the page's own words. */
async function signInAgain(stage: Stage, page: Page, email: string): Promise<void> {
  const { pathname, search } = new URL(page.url());
  await stage.sql`update private.sessions set expires_at = now()`;
  await page.getByRole("dialog", { name: "You are signed out" }).getByRole("link").click();
  await fillSignIn(page, email);
  await page.waitForURL((url) => url.pathname + url.search === pathname + search);
  await live(page);
}

for (const path of ["/dashboard/researcher", "/requests/{id}?panel=decline"]) {
  browserTest(`the reason of a refusal outlasts its session at ${path}`, async (stage) => {
    const { sql } = stage;
    const id = await ask(sql, "Hello");
    await ask(sql, "The other one");
    const page = await stage.signIn(RESEARCHER);
    await open(page, path.replace("{id}", `${id}`));
    const card = cardOf(page, "Hello");
    if (path.startsWith("/dashboard")) await button(card, "Give a reason").click();
    await card.getByLabel("Reason").fill("I am away until May");
    await signInAgain(stage, page, RESEARCHER);
    await card.getByText(NOTE).waitFor();
    assert.equal(await card.getByLabel("Reason").inputValue(), "I am away until May");
    assert.equal(await page.getByText(NOTE).count(), 1);
    await button(card, "Decline").click();
    await page.getByRole("status").getByText("Request declined").waitFor();
    assert.equal(await statusOf(sql, id), "rejected: I am away until May");
  });
}

browserTest("an error that finds its session over keeps its reason", async (stage) => {
  const { sql } = stage;
  await ask(sql, "Hello");
  const page = await stage.signIn(RESEARCHER);
  const card = cardOf(page, "Hello");
  await button(card, "Give a reason").click();
  await card.getByLabel("Reason").fill("I am away until May");
  await page.route("**/api/meetings/*/status", async (route) => {
    await route.fulfill({
      status: 401,
      contentType: "application/problem+json",
      body: JSON.stringify({
        code: "unauthenticated",
        title: "Not signed in",
        status: 401,
        expired: true,
      }),
    });
  });
  await button(card, "Decline").click();
  await signInAgain(stage, page, RESEARCHER);
  await card.getByText(NOTE).waitFor();
  assert.equal(await card.getByLabel("Reason").inputValue(), "I am away until May");
});

browserTest("what a meeting is moved to outlasts the session", async (stage) => {
  const { sql } = stage;
  await sql`update users set time_zone = 'America/Los_Angeles' where email = ${PATIENT}`;
  const id = await insertMeeting(sql, "2031-06-10T18:00:00Z");
  const page = await stage.signIn(RESEARCHER, { path: `/meetings/${id}?panel=move` });
  const time = page.getByLabel("Time", { exact: true });
  await page.getByLabel("Date").fill("2031-06-12");
  await time.fill("15:30");
  await page.getByLabel("Duration").selectOption("1 hour 30 minutes");
  await signInAgain(stage, page, RESEARCHER);
  await page.getByText(NOTE).waitFor();
  assert.equal(await page.getByLabel("Date").inputValue(), "2031-06-12");
  assert.equal(await time.inputValue(), "15:30");
  assert.equal(await page.getByLabel("Duration").inputValue(), "90");
  await page.getByText(/For John Doe: .*Jun 12, 2031/).waitFor();
  await page.getByRole("button", { name: "Start over" }).click();
  assert.equal(await page.getByLabel("Date").inputValue(), "2031-06-10");
  assert.equal(await time.inputValue(), "14:00");
  assert.equal(await page.getByLabel("Duration").inputValue(), "60");
  await page.getByText(NOTE).waitFor({ state: "detached" });
  await time.fill("16:00");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.waitForURL("**/meetings/*?done=meeting-moved");
  assert.equal((await rowOf(stage, id)).start, "2031-06-10 16:00");
});

browserTest("why a meeting is cancelled outlasts the session", async (stage) => {
  const id = await insertMeeting(stage.sql, "2031-06-10T18:00:00Z");
  const page = await stage.signIn(RESEARCHER, { path: `/meetings/${id}?panel=cancel` });
  await page.getByLabel("Reason").fill("A conference");
  await signInAgain(stage, page, RESEARCHER);
  await page.getByText(NOTE).waitFor();
  assert.equal(await page.getByLabel("Reason").inputValue(), "A conference");
  await page.getByRole("button", { name: "Cancel meeting" }).click();
  await page.waitForURL("**/meetings/*?done=meeting-cancelled");
  assert.equal((await rowOf(stage, id)).cancel_reason, "A conference");
});

browserTest("a meeting that is being planned outlasts the session", async (stage) => {
  const { sql } = stage;
  await sql`update users set time_zone = 'America/Los_Angeles' where email = ${PATIENT}`;
  await ask(sql, "Hello");
  const patient = await idOf(sql, PATIENT);
  const page = await stage.signIn(RESEARCHER, { path: "/meetings/new" });
  await page.getByLabel("With").selectOption(`${patient}`);
  await page.getByText("Trial meeting").click();
  await page.getByLabel("Date").fill("2031-06-12");
  await page.getByLabel("Time", { exact: true }).fill("15:30");
  await page.getByLabel("Title").fill("First steps");
  await signInAgain(stage, page, RESEARCHER);
  await page.getByText(NOTE).waitFor();
  assert.equal(await page.getByLabel("With").inputValue(), `${patient}`);
  assert.ok(await page.getByLabel("Trial meeting").isChecked());
  assert.equal(await page.getByLabel("Title").inputValue(), "First steps");
  await page.getByText(/For John Doe: .*Jun 12, 2031/).waitFor();
  await page.getByRole("button", { name: "Schedule meeting" }).click();
  await page.waitForURL("**/meetings/*?done=meeting-scheduled");
  const [{ id }] = await sql`select id from schedules`;
  const { start, minutes, is_trial, title } = await rowOf(stage, id);
  assert.deepEqual({ start, minutes, is_trial, title }, {
    start: "2031-06-12 15:30",
    minutes: 30,
    is_trial: true,
    title: "First steps",
  });
});
