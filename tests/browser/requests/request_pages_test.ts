/** Requests on pages of their own, without a script, many at once, and for everybody. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  browserTest,
  cardOf,
  JOHN,
  live,
  OTHER_RESEARCHER,
  PATIENT,
  RESEARCHER,
  SARAH,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { faultsOf } from "../../helpers/browser/accessibility.ts";
import {
  ask,
  button,
  heading,
  holdDecisions,
  inSection,
  meet,
  meetingOf,
  statusOf,
  TOMORROW,
} from "../../helpers/browser/requests.ts";
import { insertRequest, insertRequests, timeOf, times } from "../../helpers/factories.ts";
import { noteShifts, readShifts } from "../../helpers/browser/shifts.ts";

browserTest("the page of a request is live, for both", async (stage) => {
  const { sql } = stage;
  const id = await ask(sql, "Hello", `${TOMORROW} 14:00`);
  const patient = await stage.signIn(PATIENT);
  const page = await stage.signIn(RESEARCHER);
  for (const each of [patient, page]) {
    await each.goto(`/requests/${id}`);
    await live(each);
  }
  await patient.getByRole("heading", { name: "Dr. Sarah Smith" }).waitFor();
  await button(patient, "Withdraw").waitFor();
  await button(page, "Accept").click();
  await cardOf(patient, "Hello").getByText("Accepted", { exact: true }).waitFor();
  await patient.getByRole("link", { name: "See the meeting" }).waitFor();
  await button(patient, "Withdraw").waitFor({ state: "detached" });
  await sql`delete from meeting_requests where id = ${id}`;
  for (const each of [patient, page]) await each.getByText("This request was removed").waitFor();

  const next = await ask(sql, "Again");
  await patient.goto(`/requests/${next}`);
  await button(patient, "Withdraw").click();
  await patient.getByRole("status").getByText("Request withdrawn").waitFor();
  await cardOf(patient, "Again").getByText("Withdrawn", { exact: true }).waitFor();
  assert.equal(await statusOf(sql, next), "cancelled");
});

async function withoutScript(stage: Stage, email: string): Promise<Page> {
  return await stage.signIn(email, { javaScriptEnabled: false });
}

browserTest("without a script requests are decided on their pages", async (stage) => {
  const { sql } = stage;
  const taken = await ask(sql, "At two", `${TOMORROW} 14:00`);
  const plain = await ask(sql, "Any time");
  const meeting = await meet(sql, "Jane Roe", `${TOMORROW} 14:30`);
  const page = await withoutScript(stage, RESEARCHER);

  await button(cardOf(page, "Any time"), "Accept").click();
  await page.waitForURL("**/dashboard/researcher?done=request-accepted");
  await page.getByRole("status").getByText("Request accepted.").waitFor();
  assert.equal(await statusOf(sql, plain), "accepted");

  const card = cardOf(page, "At two");
  await button(card, "Accept").click();
  await page.getByRole("alert").getByText("You have a meeting with Jane Roe at that time")
    .waitFor();
  const link = page.getByRole("link", { name: "See the meeting" });
  assert.equal(await link.getAttribute("href"), `/meetings/${meeting}`);
  assert.equal(await page.getByLabel("Time", { exact: true }).inputValue(), "14:00");
  await page.getByLabel("Time", { exact: true }).fill("16:45");
  await page.getByLabel("Meeting link").fill("meet");
  await button(page, "Accept").click();
  await page.getByText("Must be an http or https address.").waitFor();
  assert.equal(await page.getByLabel("Time", { exact: true }).inputValue(), "16:45");
  await page.getByLabel("Meeting link").fill("");
  await button(page, "Accept").click();
  await page.waitForURL("**/dashboard/researcher?done=request-accepted");
  assert.equal((await meetingOf(sql, taken))?.at, `${TOMORROW} 16:45`);

  const third = await ask(sql, "Third");
  await page.goto("/dashboard/researcher");
  await button(cardOf(page, "Third"), "Give a reason").click();
  await page.getByLabel("Reason").fill("Two\nlines");
  await button(page, "Decline").click();
  await page.getByRole("status").getByText("Request declined.").waitFor();
  assert.match(await statusOf(sql, third), /^rejected: Two\r?\nlines$/);
});

browserTest(
  "without a script a patient withdraws, and nobody does more than they may",
  async (stage) => {
    const { sql } = stage;
    const id = await ask(sql, "To be withdrawn");
    const page = await withoutScript(stage, PATIENT);
    const post = (path: string, form: Record<string, string>) => page.request.post(path, { form });
    const path = `/requests/${id}`;
    for (
      const [form, status, words] of [
        [{ action: "accept" }, 403, /Meeting request/],
        [{ action: "delete" }, 400, /Choose whether to accept/],
        [{}, 400, /Choose whether to accept/],
      ] as const
    ) {
      const response = await post(path, form);
      assert.equal(response.status(), status, JSON.stringify(form));
      assert.match(await response.text(), words);
    }
    for (const none of [`/requests/${id + 1000}`, "/requests/x", "/requests/0"]) {
      assert.equal((await page.goto(none))?.status(), 404);
      assert.equal((await post(none, { action: "withdraw" })).status(), 404);
    }
    await page.goto(path);
    await button(page, "Withdraw").click();
    await page.getByRole("status").getByText("Request withdrawn.").waitFor();
    assert.equal(new URL(page.url()).pathname, path);
    assert.equal(await statusOf(sql, id), "cancelled");
    const again = await post(path, { action: "withdraw", next: "//evil.example" });
    assert.equal(new URL(again.url()).origin, stage.url);

    const other = await withoutScript(stage, OTHER_RESEARCHER);
    assert.equal((await other.goto(path))?.status(), 404);
  },
);

browserTest("older decisions are loaded by a button", async (stage) => {
  const { sql } = stage;
  const row = (i: number) => ({
    message: `Number ${i}`,
    status: "rejected",
    created_at: timeOf(`-${i} minutes`),
  });
  await insertRequests(sql, JOHN, SARAH, times(230, row));
  await ask(sql, "Waits");
  const page = await stage.signIn(RESEARCHER);
  const shown = (count: number) =>
    page.waitForFunction(
      (count) =>
        document.querySelectorAll("[aria-labelledby=decided-heading] .request-card").length ===
          count,
      count,
    );
  await shown(100);
  for (const count of [200, 230]) {
    await button(page, "Show more").click();
    await shown(count);
  }
  await page.getByText("Number 230", { exact: true }).waitFor();
  await button(page, "Show more").waitFor({ state: "detached" });
});

browserTest("nothing jumps when ten requests arrive", async (stage) => {
  const { sql } = stage;
  await ask(sql, "There before", `${TOMORROW} 14:00`);
  await insertRequest(sql, JOHN, SARAH, { message: "Decided", status: "rejected" });
  const page = await stage.signIn(RESEARCHER, { viewport: { width: 1280, height: 3000 } });
  await noteShifts(page);
  for (let i = 1; i <= 10; i++) await ask(sql, `Number ${i}`, `${TOMORROW} 14:00`);
  await heading(page, 11);
  await meet(sql, "Jane Roe", `${TOMORROW} 14:30`);
  await cardOf(page, "Number 10").getByText("You have a meeting with Jane Roe").waitFor();
  const release = await holdDecisions(page);
  await sql`update schedules set status = 'cancelled'`;
  await cardOf(page, "Number 8").getByText("If you accept, you meet for one hour").waitFor();
  await button(cardOf(page, "Number 8"), "Accept").click();
  await inSection(page, "Earlier requests", "Number 8").getByText("Saving…").waitFor();
  await release();
  await inSection(page, "Earlier requests", "Number 8").getByRole("link", {
    name: "See the meeting",
  })
    .waitFor();
  assert.deepEqual(await readShifts(page), []);
});

browserTest("cards with open forms have no accessibility fault", async (stage) => {
  const { sql } = stage;
  const id = await ask(sql, "At two", `${TOMORROW} 14:00`);
  await ask(sql, "Another");
  await ask(sql, "A third", "2026-01-05 14:00");
  await meet(sql, "Jane Roe", `${TOMORROW} 14:30`);
  const viewport = { width: 390, height: 844 };
  const page = await stage.signIn(RESEARCHER, { viewport });
  const check = async () => assert.deepEqual(await faultsOf(page), []);
  await check();
  await button(cardOf(page, "At two"), "Accept").click();
  await page.getByRole("alert").waitFor();
  await button(cardOf(page, "Another"), "Give a reason").click();
  await button(cardOf(page, "A third"), "Change details").click();
  await cardOf(page, "A third").getByLabel("Time", { exact: true }).fill("14:00");
  await button(cardOf(page, "A third"), "Accept").click();
  await page.getByText("Add a date.").waitFor();
  await check();
  await page.goto(`/requests/${id}`);
  await live(page);
  await check();
});
