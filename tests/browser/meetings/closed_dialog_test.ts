/** A form that fails after its dialog was closed shows an error, and keeps what was typed. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest, PATIENT } from "../../helpers/browser/stage.ts";
import { insertMeeting } from "../../helpers/browser/meetings.ts";

/** Has calls of `path` wait, and then fail. */
async function failLate(page: Page, path: string): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  await page.route(path, async (route) => {
    await held.promise;
    await route.fulfill({ status: 500, contentType: "text/html", body: "<h1>Oh no</h1>" });
  }, { times: 1 });
  return held.resolve;
}

/** Sends the form of the dialog, closes it, and has the call fail. */
async function sendAndLeave(page: Page, button: string, path: string): Promise<void> {
  const fail = await failLate(page, path);
  const dialog = page.getByRole("dialog");
  const sent = page.waitForRequest(path);
  await dialog.getByRole("button", { name: button }).click();
  await sent;
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  fail();
}

browserTest("a request that fails behind a closed dialog shows an error", async (stage) => {
  const page = await stage.signIn(PATIENT, { path: "/experts?search=kenji" });
  const dialog = page.getByRole("dialog");
  const ask = page.getByRole("button", { name: "Request Meeting" });
  await ask.click();
  await dialog.getByLabel("Message").fill("What helps?");
  await sendAndLeave(page, "Send Request", "**/api/meetings/");
  await page.getByText("Your request to Dr. Kenji Watanabe was not sent: Something went wrong")
    .waitFor();
  await ask.click();
  await dialog.getByText("We kept what you typed.").waitFor();
  assert.equal(await dialog.getByLabel("Message").inputValue(), "What helps?");
  await dialog.getByRole("button", { name: "Send Request" }).click();
  await page.getByText("Request sent to Dr. Kenji Watanabe").waitFor();
});

const PANELS = [
  {
    link: "Reschedule",
    button: "Save changes",
    field: "Date",
    value: "2031-06-12",
    path: "**/api/schedule/*",
    words: "The meeting was not changed: Something went wrong",
  },
  {
    link: "Cancel meeting",
    button: "Cancel meeting",
    field: "Reason",
    value: "A conference",
    path: "**/api/meeting-notifications/cancel",
    words: "The meeting was not cancelled: Something went wrong",
  },
];

for (const { link, button, field, value, path, words } of PANELS) {
  browserTest(`${link}: what fails behind a closed dialog shows an error`, async (stage) => {
    const id = await insertMeeting(stage.sql, "2031-06-10T18:00:00Z");
    const page = await stage.signIn(PATIENT, { path: `/meetings/${id}` });
    const dialog = page.getByRole("dialog");
    await page.getByRole("link", { name: link }).click();
    await dialog.getByLabel(field).fill(value);
    await sendAndLeave(page, button, path);
    await page.getByText(words).waitFor();
    await page.getByRole("link", { name: link }).click();
    await dialog.getByText("We kept what you typed.").waitFor();
    assert.equal(await dialog.getByLabel(field).inputValue(), value);
  });
}
