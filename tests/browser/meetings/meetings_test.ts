/** The page of a meeting: moved, cancelled and reminded of, by two people. */
import assert from "node:assert/strict";
import { browserTest, PATIENT, RESEARCHER, SARAH } from "../../helpers/browser/stage.ts";
import { faultsOf } from "../../helpers/browser/accessibility.ts";
import { focused } from "../../helpers/browser/page.ts";
import { assertFocused, insertMeeting, LINK, open, rowOf } from "../../helpers/browser/meetings.ts";
import { insertSchedule, patient as insertPatient } from "../../helpers/factories.ts";

browserTest("a meeting is moved in a dialog, and the other one sees it at once", async (stage) => {
  const { sql } = stage;
  await sql`update users set time_zone = 'America/Los_Angeles' where email = ${PATIENT}`;
  const id = await insertMeeting(sql, "2031-06-10T18:00:00Z");
  const researcher = await stage.signIn(RESEARCHER);
  const patient = await stage.signIn(PATIENT);
  for (const page of [researcher, patient]) await open(page, `/meetings/${id}`);
  await patient.getByText("Tue, Jun 10, 2031, 11:00 AM – 12:00 PM", { exact: true }).waitFor();
  await patient.getByText(/^For Dr. Sarah Smith: Tue, Jun 10, 2031, 2:00 – 3:00 PM/).waitFor();

  await researcher.getByRole("link", { name: "Reschedule" }).click();
  const dialog = researcher.getByRole("dialog", { name: "Reschedule" });
  assert.equal(await dialog.getByLabel("Date").inputValue(), "2031-06-10");
  assert.equal(await dialog.getByLabel("Time", { exact: true }).inputValue(), "14:00");
  assert.equal(await dialog.getByLabel("Duration").inputValue(), "60");
  assert.equal(await dialog.getByLabel("Meeting link").inputValue(), LINK);
  await dialog.getByLabel("Date").fill("2031-06-12");
  await dialog.getByLabel("Time", { exact: true }).fill("15:30");
  await dialog.getByText(/For John Doe: .*Jun 12, 2031, 12:30 PM/).waitFor();
  await dialog.getByLabel("Duration").selectOption("1 hour 30 minutes");
  await dialog.getByLabel("Meeting link").fill("");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await dialog.waitFor({ state: "detached" });
  await researcher.getByRole("status").getByText("Rescheduled to Thu, Jun 12, 2031, 3:30 PM")
    .waitFor();
  await researcher.getByText("Thu, Jun 12, 2031, 3:30 – 5:00 PM", { exact: true }).waitFor();

  await patient.getByText("Thu, Jun 12, 2031, 12:30 – 2:00 PM", { exact: true }).waitFor();
  await patient.getByText("No link yet").waitFor();
  await patient.getByRole("button", { name: "Notifications, 2 unread" }).waitFor();
  const { start, minutes, link } = await rowOf(stage, id);
  assert.deepEqual({ start, minutes, link }, {
    start: "2031-06-12 15:30",
    minutes: 90,
    link: null,
  });
});

browserTest("a form warns of a collision, and its error names the other meeting", async (stage) => {
  const { sql } = stage;
  const id = await insertMeeting(sql, "2031-06-10T18:00:00Z");
  const mine = await insertMeeting(sql, "2031-06-10T20:00:00Z");
  const ana = await insertPatient(sql, { full_name: "Ana Ribeiro" });
  await insertSchedule(sql, ana, SARAH, "2031-06-11T18:00:00Z");
  const patient = await stage.signIn(PATIENT, { path: `/meetings/${id}` });
  await patient.getByRole("link", { name: "Reschedule" }).click();
  const dialog = patient.getByRole("dialog");
  await dialog.getByText("4:00 – 5:00 PM").waitFor();
  assert.equal(await dialog.getByText("overlaps").count(), 0);
  await dialog.getByLabel("Time", { exact: true }).fill("15:30");
  await dialog.getByText("overlaps").waitFor();
  await dialog.getByRole("button", { name: "Save changes" }).click();
  const alert = dialog.getByRole("alert");
  await alert.getByText(
    "You have a meeting with Dr. Sarah Smith at that time: Tue, Jun 10, 2031, 4:00 – 5:00 PM",
  ).waitFor();
  assert.equal(
    await alert.getByRole("link").getAttribute("href"),
    `/meetings/${mine}`,
  );
  assert.equal(await dialog.getByLabel("Time", { exact: true }).inputValue(), "15:30");

  await dialog.getByLabel("Date").fill("2031-06-11");
  await dialog.getByLabel("Time", { exact: true }).fill("14:30");
  await dialog.getByText("You have nothing else on Wednesday, June 11.").waitFor();
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await alert.getByText("The researcher has another meeting at this time").waitFor();
  assert.equal(await patient.getByText("Ana").count(), 0);
  assert.equal((await rowOf(stage, id)).start, "2031-06-10 14:00");
});

browserTest("a meeting is cancelled with a reason, which the other one reads", async (stage) => {
  const { sql } = stage;
  const id = await insertMeeting(sql, "2031-06-10T18:00:00Z");
  const researcher = await stage.signIn(RESEARCHER);
  const patient = await stage.signIn(PATIENT);
  for (const page of [researcher, patient]) await open(page, `/meetings/${id}`);
  await researcher.getByRole("link", { name: "Reschedule" }).click();
  await researcher.getByRole("dialog", { name: "Reschedule" }).waitFor();

  await patient.getByRole("link", { name: "Cancel meeting" }).click();
  const dialog = patient.getByRole("dialog", { name: "Cancel meeting" });
  await dialog.getByLabel("Reason").fill("I am ill.\nSorry.");
  await dialog.getByRole("button", { name: "Cancel meeting" }).click();
  await patient.getByRole("status").getByText("The meeting is cancelled").waitFor();
  await patient.getByRole("dialog").waitFor({ state: "detached" });
  await researcher.getByText("Cancelled", { exact: true }).waitFor();
  await researcher.locator(".meeting-facts").getByText("I am ill.").waitFor();
  await researcher.getByRole("dialog").waitFor({ state: "detached" });
  for (const page of [researcher, patient]) {
    await page.getByRole("link", { name: "Schedule another meeting" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "Reschedule" }).count(), 0);
    assert.equal(await page.getByRole("button", { name: "Send reminder" }).count(), 0);
  }
  const { status, cancel_reason } = await rowOf(stage, id);
  assert.deepEqual({ status, cancel_reason }, {
    status: "cancelled",
    cancel_reason: "I am ill.\nSorry.",
  });

  await assertFocused(patient, "main");

  await sql`delete from schedules where id = ${id}`;
  await researcher.getByText("This meeting was removed").waitFor();
  assert.equal((await researcher.goto(`/meetings/${id}`))!.status(), 404);
});

browserTest("the form on the page itself sends in the background too", async (stage) => {
  const { sql } = stage;
  const id = await insertMeeting(sql, "2031-06-10T18:00:00Z");
  await insertMeeting(sql, "2031-06-11T18:00:00Z");
  const page = await stage.signIn(PATIENT, { path: `/meetings/${id}?panel=move` });
  await page.getByText("You have nothing else on Tuesday, June 10.").waitFor();
  await page.getByLabel("Date").fill("2031-06-11");
  await page.getByText("overlaps").waitFor();
  await page.getByLabel("Time", { exact: true }).fill("");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.locator("#time-error").waitFor();
  await assertFocused(page, "time");
  await page.getByLabel("Time", { exact: true }).fill("15:00");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.waitForURL(`**/meetings/${id}?done=meeting-moved`);
  await page.getByText("Wed, Jun 11, 2031, 3:00 – 4:00 PM", { exact: true }).waitFor();
  await sql`update schedules set status = 'completed' where id = ${id}`;
  await page.goto(`/meetings/${id}?panel=move`);
  await page.getByText("Completed", { exact: true }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Save changes" }).count(), 0);
});

browserTest("a reminder is sent once, to both", async (stage) => {
  const { sql } = stage;
  const id = await insertMeeting(sql, "2031-06-10T18:00:00Z");
  const researcher = await stage.signIn(RESEARCHER, { path: `/meetings/${id}` });
  const remind = researcher.getByRole("button", { name: "Send reminder" });
  await remind.dblclick();
  await researcher.getByRole("status").getByText("Reminder sent to you and John Doe").waitFor();
  await researcher.getByRole("button", { name: "Reminder sent" }).press("Enter");
  await researcher.getByRole("button", { name: "Notifications, 1 unread" }).waitFor();
  await sql`
    update schedules set start_datetime = start_datetime + interval '1 day',
      end_datetime = end_datetime + interval '1 day' where id = ${id}`;
  await remind.waitFor();
  const sent = await sql`
    select count(*)::int, count(distinct recipient_id)::int as people from meeting_notifications
    where notification_type = 'meeting_reminder'`;
  assert.deepEqual({ ...sent[0] }, { count: 2, people: 2 });
});

browserTest("the keyboard alone moves a meeting, and comes back to where it was", async (stage) => {
  const id = await insertMeeting(stage.sql, "2031-06-10T18:00:00Z");
  const page = await stage.signIn(RESEARCHER, { path: `/meetings/${id}` });
  const link = page.getByRole("link", { name: "Reschedule" });
  await link.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await focused(link);

  await page.keyboard.press("Enter");
  const time = page.getByRole("dialog").getByLabel("Time", { exact: true });
  await time.focus();
  await page.keyboard.type("0410PM");
  assert.equal(await time.inputValue(), "16:10");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Rescheduled to Tue, Jun 10, 2031, 4:10 PM").waitFor();
  await focused(link);
});

browserTest("a dialog that was just closed opens again at once", async (stage) => {
  const id = await insertMeeting(stage.sql, "2031-06-10T18:00:00Z");
  const page = await stage.signIn(RESEARCHER, { path: `/meetings/${id}` });
  const link = page.getByRole("link", { name: "Reschedule" });
  await link.click();
  await page.getByRole("dialog").getByLabel("Date").fill("2031-06-12");
  await link.evaluate(async (element: HTMLElement) => {
    const dialog = document.querySelector("dialog")!;
    const closed = new Promise((resolve) => dialog.addEventListener("close", resolve));
    dialog.close();
    element.click();
    await closed;
  });
  assert.equal(await page.getByRole("dialog").getByLabel("Date").inputValue(), "2031-06-10");
});

browserTest("without a script a meeting is moved, reminded of and cancelled", async (stage) => {
  const { sql } = stage;
  const id = await insertMeeting(sql, "2031-06-10T18:00:00Z");
  await insertMeeting(sql, "2031-06-11T18:00:00Z");
  const page = await stage.signIn(PATIENT, { javaScriptEnabled: false, path: `/meetings/${id}` });
  await page.getByRole("link", { name: "Reschedule" }).click();
  await page.getByLabel("Date").fill("2031-06-11");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByRole("alert").getByText("You have a meeting with Dr. Sarah Smith").waitFor();
  assert.equal(await page.getByLabel("Date").inputValue(), "2031-06-11");
  await page.getByLabel("Date").fill("2025-06-11");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.locator("#date-error").getByText("This time has passed").waitFor();
  await page.getByLabel("Date").fill("2031-06-12");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByText("The meeting is rescheduled.").waitFor();
  await page.getByText("Thu, Jun 12, 2031, 2:00 – 3:00 PM").waitFor();

  await page.getByRole("button", { name: "Send reminder" }).click();
  await page.getByText("The reminder is sent.").waitFor();
  await page.getByRole("link", { name: "Cancel meeting" }).click();
  await page.getByLabel("Reason").fill("Two\nlines");
  await page.getByRole("button", { name: "Cancel meeting" }).click();
  await page.getByText("The meeting is cancelled.").waitFor();
  assert.equal((await rowOf(stage, id)).cancel_reason, "Two\nlines");
  const again = await page.request.post(`/meetings/${id}`, { form: { action: "cancel" } });
  assert.equal(again.status(), 409);
  assert.match(await again.text(), /cancelled already/);
});

browserTest("the pages of meetings have no accessibility fault", async (stage) => {
  const { sql } = stage;
  const id = await insertMeeting(sql, "2031-06-10T18:00:00Z");
  const soon = await insertMeeting(sql, new Date(Date.now() + 300_000).toISOString());
  const page = await stage.signIn(PATIENT);
  const check = async (place: string) => assert.deepEqual(await faultsOf(page, place), []);
  await open(page, `/meetings/${soon}`);
  await check("soon");
  await open(page, `/meetings/${id}?panel=cancel`);
  await check("cancel");
  await open(page, `/meetings/${id}`);
  await page.getByRole("link", { name: "Reschedule" }).click();
  await page.getByLabel("Date").fill("2020-01-01");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.locator("#date-error").waitFor();
  await check("dialog");
  await open(page, "/meetings/new");
  await page.getByLabel("With").selectOption({ label: "Dr. Sarah Smith" });
  await page.getByLabel("Date").fill("2031-06-10");
  await page.getByLabel("Time", { exact: true }).fill("14:00");
  await page.getByRole("button", { name: "Schedule meeting" }).click();
  await page.getByRole("alert").waitFor();
  await check("new");
});
