/** A patient's requests by status: counted, withdrawn, loaded, with and without a script. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  browserTest,
  cardOf,
  JOHN,
  PATIENT,
  SARAH,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { becomes } from "../../helpers/browser/page.ts";
import { insertRequests, insertSchedule, timeOf, times } from "../../helpers/factories.ts";

/** Inserts `count` requests of that status, called `name 1` and so on, the last one newest. */
async function fill(
  { sql }: Stage,
  name: string,
  status: string,
  count = 1,
): Promise<void> {
  const row = (i: number) => ({
    message: `${name} ${i}.`,
    status,
    created_at: timeOf(`${i - 86_400} seconds`),
  });
  await insertRequests(sql, JOHN, SARAH, times(count, row));
}

function tab(page: Page, words: string) {
  return page.getByRole("navigation", { name: "Requests by status" })
    .getByRole("link", { name: words, exact: true });
}

browserTest("requests are counted by status, live, and chosen by the address", async (stage) => {
  await fill(stage, "Asked", "pending", 2);
  await fill(stage, "Refused", "rejected");
  const page = await stage.signIn(PATIENT);
  for (const words of ["All 3", "Pending 2", "Accepted 0", "Declined 1", "Withdrawn 0"]) {
    await tab(page, words).waitFor();
  }
  await tab(page, "Declined 1").click();
  await page.waitForURL("**/dashboard/patient?status=rejected");
  await cardOf(page, "Asked 1.").waitFor({ state: "detached" });
  await becomes(() => page.locator("li.request-card").count(), 1);
  await cardOf(page, "Refused 1.").getByText("Declined", { exact: true }).waitFor();

  await stage.sql`
    update meeting_requests set status = 'rejected' where message = 'Asked 1.'`;
  await cardOf(page, "Asked 1.").waitFor();
  await tab(page, "Declined 2").waitFor();
  await tab(page, "Pending 1").waitFor();
  await stage.sql`delete from meeting_requests where message = 'Asked 1.'`;
  await tab(page, "Declined 1").waitFor();
  await tab(page, "Accepted 0").click();
  await page.getByText("No accepted requests").waitFor();
  await page.goBack();
  await cardOf(page, "Refused 1.").waitFor();
  await page.goBack();
  await cardOf(page, "Asked 2.").waitFor();

  const plain = await stage.signIn(PATIENT, { javaScriptEnabled: false });
  await tab(plain, "Pending 1").click();
  await plain.waitForURL("**/dashboard/patient?status=pending");
  assert.equal(await plain.locator("li.request-card").count(), 1);
  for (const query of ["status=lost", "shown=-5", "shown=1e9&status=%00"]) {
    assert.equal((await plain.goto(`/dashboard/patient?${query}`))!.status(), 200);
  }
});

browserTest(
  "a request that is withdrawn leaves the pending ones, the focus stays",
  async (stage) => {
    await fill(stage, "Asked", "pending", 3);
    const page = await stage.signIn(PATIENT, { path: "/dashboard/patient?status=pending" });
    const withdraw = (message: string) =>
      cardOf(page, message).getByRole("button", { name: "Withdraw" });
    await withdraw("Asked 3.").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Request withdrawn").waitFor();
    await cardOf(page, "Asked 3.").waitFor({ state: "detached" });
    await tab(page, "Pending 2").waitFor();
    await tab(page, "Withdrawn 1").waitFor();
    await cardOf(page, "Asked 2.").locator(":focus").waitFor();

    await tab(page, "All 3").click();
    await withdraw("Asked 2.").click();
    await cardOf(page, "Asked 2.").getByText("Withdrawn", { exact: true }).waitFor();
    await cardOf(page, "Asked 2.").locator(":focus").waitFor();
    await tab(page, "Withdrawn 2").waitFor();

    await stage.sql`update meeting_requests set status = 'accepted'`;
    await page.route("**/api/meetings/*/status", (route) => route.abort());
    await cardOf(page, "Asked 1.").getByText("Accepted", { exact: true }).waitFor();
    await fill(stage, "Kept", "pending");
    await withdraw("Kept 1.").click();
    await page.getByRole("status").getByText("cannot be reached").waitFor();
    await cardOf(page, "Kept 1.").getByText("Pending", { exact: true }).waitFor();
  },
);

browserTest("without a script a request is withdrawn as well", async (stage) => {
  await fill(stage, "Asked", "pending", 2);
  const page = await stage.signIn(PATIENT, {
    javaScriptEnabled: false,
    path: "/dashboard/patient?status=pending",
  });
  await cardOf(page, "Asked 1.").getByRole("button", { name: "Withdraw" }).click();
  await page.waitForURL("**/dashboard/patient?status=pending&done=request-withdrawn");
  await page.getByText("Request withdrawn.").waitFor();
  await tab(page, "Pending 1").waitFor();
  await tab(page, "Withdrawn 1").click();
  await cardOf(page, "Asked 1.").waitFor();
});

browserTest(
  "a decided request links to its meeting, to scheduling, or to asking again",
  async (stage) => {
    const { sql } = stage;
    await fill(stage, "Met", "pending");
    await fill(stage, "Untimed", "accepted");
    await fill(stage, "Refused", "rejected");
    const id = await insertSchedule(sql, JOHN, SARAH, "1 day");
    const page = await stage.signIn(PATIENT);
    const link = (message: string, name: string) =>
      cardOf(page, message).getByRole("link", { name, exact: true });
    await cardOf(page, "Refused 1.").waitFor();
    assert.equal(await link("Refused 1.", "Ask again").count(), 0);
    await sql`
    update meeting_requests set status = 'accepted', schedule_id = ${id} where message = 'Met 1.'`;
    await link("Met 1.", "See the meeting").waitFor();
    assert.equal(await link("Met 1.", "See the meeting").getAttribute("href"), `/meetings/${id}`);
    assert.equal(
      await link("Untimed 1.", "Schedule a meeting").getAttribute("href"),
      `/meetings/new?with=${SARAH.id}`,
    );
    await link("Refused 1.", "Ask again").click();
    await page.waitForURL(`**/experts/${SARAH.id}/request`);
  },
);

browserTest("older requests are loaded by a link", async (stage) => {
  await fill(stage, "Early", "pending", 20);
  await fill(stage, "Refused", "rejected", 150);
  await fill(stage, "Gone", "cancelled", 130);
  const page = await stage.signIn(PATIENT);
  const rows = page.locator("li.request-card");
  const shows = (count: number) =>
    page.waitForFunction(
      (count) => document.querySelectorAll("li.request-card").length === count,
      count,
    );
  await tab(page, "Declined 150").click();
  await shows(100);
  await page.getByRole("link", { name: "Show more" }).click();
  await shows(150);
  assert.equal(new URL(page.url()).search, "?status=rejected&shown=200");
  await page.getByRole("link", { name: "Show more" }).waitFor({ state: "detached" });
  const texts = await rows.locator(".message-text").allTextContents();
  assert.deepEqual(texts, Array.from({ length: 150 }, (_, i) => `Refused ${150 - i}.`));
  await tab(page, "All 300").click();
  await shows(100);

  const plain = await stage.signIn(PATIENT, { javaScriptEnabled: false });
  await plain.getByRole("link", { name: "Show more" }).click();
  await plain.waitForURL("**/dashboard/patient?shown=200");
  assert.equal(await plain.locator("li.request-card").count(), 200);
});
