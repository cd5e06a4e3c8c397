/** A request from the patient's words to the answer, in two browsers. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { dateIn } from "../../../lib/time/wall_time.ts";
import {
  browserTest,
  cardOf,
  JOHN,
  live,
  PATIENT,
  RESEARCHER,
  SARAH,
} from "../../helpers/browser/stage.ts";
import { insertRequest } from "../../helpers/factories.ts";

const MESSAGE = "Hi, I'd like to discuss diabetes treatment options";
const DAY = 24 * 60 * 60 * 1000;

async function ask(patient: Page, date: string): Promise<void> {
  await patient.getByRole("link", { name: "Experts", exact: true }).click();
  await patient.waitForURL("**/experts");
  await live(patient);
  const card = patient.locator("li.expert-card", { hasText: "Dr. Sarah Smith" });
  await card.getByRole("button", { name: "Request Meeting" }).click();
  const dialog = patient.getByRole("dialog");
  await dialog.getByLabel("Message").fill(MESSAGE);
  await dialog.getByLabel("Date").fill(date);
  await dialog.getByLabel("Time").fill("14:00");
  await dialog.getByLabel("Meeting Type").selectOption("Video Call");
  await dialog.getByRole("button", { name: "Send Request" }).click();
  await patient.getByRole("status").getByText("Request sent to Dr. Sarah Smith").waitFor();
  await dialog.waitFor({ state: "detached" });
  await card.getByRole("button", { name: "Request pending" }).waitFor();
}

browserTest(
  "a request is sent, seen, accepted, and the answer seen, all without reload",
  async (stage) => {
    const patient = await stage.signIn(PATIENT);
    const researcher = await stage.signIn(RESEARCHER);
    await researcher.getByText("No pending meeting requests", { exact: true }).waitFor();

    const date = dateIn("America/New_York", Date.now() + DAY);
    await ask(patient, date);

    const heading = (count: number) =>
      researcher.getByRole("heading", { name: `Pending Meeting Requests (${count})`, exact: true });
    await heading(1).waitFor();
    const card = cardOf(researcher, MESSAGE);
    await card.getByText("John Doe", { exact: true }).waitFor();
    assert.equal(await card.locator(".message-text").textContent(), MESSAGE);
    await card.getByText(/^Preferred Date & Time: \w+, \w+ \d+, \d{4}, 2:00 PM$/).waitFor();
    await card.getByText("Meeting Type: Video Call", { exact: true }).waitFor();
    await researcher.getByRole("button", { name: /^Notifications, 1 unread/ }).waitFor();

    await patient.goto("/dashboard");
    await cardOf(patient, MESSAGE).getByText("Pending", { exact: true }).waitFor();
    await card.getByRole("button", { name: "Accept" }).click();
    await researcher.getByRole("status").getByText("Request accepted").waitFor();
    await heading(0).waitFor();
    await researcher.getByText("No pending meeting requests", { exact: true }).waitFor();
    await cardOf(patient, MESSAGE).getByText("Accepted", { exact: true }).waitFor();

    const rows = await stage.sql`
    select p.full_name as patient, r.full_name as researcher, mr.status,
      to_char(mr.preferred_datetime at time zone 'America/New_York', 'YYYY-MM-DD HH24:MI') as at
    from meeting_requests mr
    join users p on mr.requester_id = p.id join users r on mr.expert_id = r.id`;
    assert.deepEqual([...rows], [{
      patient: "John Doe",
      researcher: "Dr. Sarah Smith",
      status: "accepted",
      at: `${date} 14:00`,
    }]);
  },
);

browserTest("a request is declined, another withdrawn", async (stage) => {
  const { sql } = stage;
  const patient = await stage.signIn(PATIENT);
  const researcher = await stage.signIn(RESEARCHER);
  for (const message of ["To be declined", "To be withdrawn"]) {
    await insertRequest(sql, JOHN, SARAH, { message });
  }

  await cardOf(researcher, "To be declined").getByRole("button", { name: "Decline" }).click();
  await researcher.getByRole("status").getByText("Request declined").waitFor();
  await cardOf(patient, "To be declined").getByText("Declined", { exact: true }).waitFor();

  await cardOf(patient, "To be withdrawn").getByRole("button", { name: "Withdraw" }).click();
  await patient.getByRole("status").getByText("Request withdrawn").waitFor();
  await cardOf(researcher, "To be withdrawn").getByText("Withdrawn", { exact: true }).waitFor();
  await researcher.getByRole("button", { name: "Accept" }).first().waitFor({ state: "detached" });
});

browserTest(
  "a double click sends one request, and a second one is refused in words",
  async (stage) => {
    const patient = await stage.signIn(PATIENT);
    const elsewhere = await stage.signIn(PATIENT);
    await patient.goto("/experts?search=sarah");
    await elsewhere.goto("/experts?search=sarah");
    for (const page of [elsewhere, patient]) {
      await live(page);
      await page.getByRole("button", { name: "Request Meeting" }).click();
      await page.getByLabel("Message").fill("Once");
    }
    await patient.getByRole("button", { name: "Send Request" }).dblclick();
    await patient.getByRole("status").getByText("Request sent to Dr. Sarah Smith").waitFor();
    await elsewhere.getByRole("button", { name: "Send Request" }).click();
    await elsewhere.getByRole("alert").getByText("pending already").waitFor();
    const [{ count }] = await stage.sql`select count(*)::int from meeting_requests`;
    assert.equal(count, 1);
  },
);

browserTest("an error in a request shows at its field", async (stage) => {
  const patient = await stage.signIn(PATIENT, { path: "/experts?search=sarah" });
  await patient.getByRole("button", { name: "Request Meeting" }).click();
  const send = () => patient.getByRole("button", { name: "Send Request" }).click();
  await send();
  await patient.locator("#message-error").waitFor();
  await patient.getByLabel("Message").fill("Hello");
  await patient.getByLabel("Date").fill("2026-01-05");
  await send();
  await patient.locator("#time-error").waitFor();
  await patient.getByLabel("Time").fill("10:00");
  await send();
  await patient.locator("#date-error").getByText("has passed").waitFor();
  assert.equal(await patient.getByLabel("Message").inputValue(), "Hello");
  await patient.keyboard.press("Escape");
  await patient.getByRole("dialog").waitFor({ state: "detached" });
  const [{ count }] = await stage.sql`select count(*)::int from meeting_requests`;
  assert.equal(count, 0);
});
