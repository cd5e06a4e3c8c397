/** The calendar: a week where the reader's clock has it, live, on desktop, phone and without a script. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  browserTest,
  KENJI,
  OTHER_RESEARCHER,
  PATIENT,
  RESEARCHER,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { faultsOf } from "../../helpers/browser/accessibility.ts";
import { insertMeeting, open } from "../../helpers/browser/meetings.ts";
import { noteShifts, readShifts } from "../../helpers/browser/shifts.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const DESKTOP = { viewport: { width: 1280, height: 900 } };

/** Opens the week of `date`, on a connected page. */
async function openWeek(page: Page, date: string): Promise<void> {
  await open(page, `/calendar?week=${date}`);
}

function day(page: Page, name: string) {
  return page.locator("li.week-day", { has: page.getByRole("heading", { name }) });
}

function piece(page: Page, id: number) {
  return page.locator(`li.week-meeting[data-id="${id}"]`);
}

async function setZone({ sql }: Stage, zone: string): Promise<void> {
  await sql`update users set time_zone = ${zone} where email in (${PATIENT}, ${RESEARCHER})`;
}

browserTest("meetings come, move, are cancelled and go in the open week", async (stage) => {
  const { sql } = stage;
  const researcher = await stage.signIn(RESEARCHER, DESKTOP);
  const patient = await stage.signIn(PATIENT, DESKTOP);
  const other = await stage.signIn(OTHER_RESEARCHER, DESKTOP);
  for (const page of [researcher, patient, other]) await openWeek(page, "2031-06-10");
  await researcher.getByRole("heading", { name: "June 8 – 14, 2031" }).waitFor();
  await researcher.getByText("0 meetings", { exact: true }).waitFor();

  const id = await insertMeeting(sql, "2031-06-10T18:00:00Z", 60, { title: "Results" });
  await day(researcher, "Tuesday, June 10")
    .getByRole("link", { name: "2:00 – 3:00 PM John Doe Results" }).waitFor();
  await day(patient, "Tuesday, June 10").getByText("Dr. Sarah Smith").waitFor();
  await researcher.getByText("1 meeting", { exact: true }).waitFor();

  await sql`
    update schedules set start_datetime = '2031-06-12T13:30:00Z', end_datetime = '2031-06-12T14:00:00Z'
    where id = ${id}`;
  await day(researcher, "Thursday, June 12").getByText("9:30 – 10:00 AM").waitFor();
  assert.equal(await piece(researcher, id).count(), 1);

  await sql`update schedules set status = 'cancelled' where id = ${id}`;
  await piece(researcher, id).getByText("Cancelled").waitFor({ state: "attached" });
  await researcher.getByText("0 meetings", { exact: true }).waitFor();
  await sql`delete from schedules where id = ${id}`;
  await piece(researcher, id).waitFor({ state: "detached" });
  await piece(patient, id).waitFor({ state: "detached" });

  const marker = await insertMeeting(sql, "2031-06-10T18:00:00Z", 60, { with: KENJI });
  const next = await insertMeeting(sql, "2031-06-11T18:00:00Z");
  await piece(other, marker).waitFor();
  await piece(researcher, next).waitFor();
  assert.equal(await other.locator("li.week-meeting").count(), 1);
  assert.equal(await piece(researcher, marker).count(), 0);
});

browserTest("one goes from week to week, and back, without a new page", async (stage) => {
  const { sql } = stage;
  const id = await insertMeeting(sql, "2031-06-18T18:00:00Z", 60);
  const page = await stage.signIn(PATIENT);
  await openWeek(page, "2031-06-10");
  await page.evaluate(() => Object.assign(globalThis, { samePage: true }));
  assert.equal(await piece(page, id).count(), 0);

  await page.getByRole("link", { name: "Next week" }).click();
  await page.waitForURL("**/calendar?week=2031-06-15");
  await piece(page, id).waitFor();
  await page.getByRole("heading", { name: "June 15 – 21, 2031" }).waitFor();
  await page.getByRole("link", { name: "Today" }).click();
  await page.locator("li.week-day.week-day-current").waitFor();
  await page.goBack();
  await piece(page, id).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "June 8 – 14, 2031" }).waitFor();
  await piece(page, id).waitFor({ state: "detached" });
  assert.ok(await page.evaluate(() => "samePage" in globalThis));

  await page.goto("/calendar?week=2031-06-18");
  await piece(page, id).getByRole("link").click();
  await page.waitForURL(`**/meetings/${id}`);
  for (const nonsense of ["", "x", "2031-02-30", "9999-12-31", "%00"]) {
    const response = await page.goto(`/calendar?week=${nonsense}`);
    assert.equal(response!.status(), 200, nonsense);
    await page.locator("li.week-day.week-day-current").waitFor();
  }
});

browserTest("without a script the weeks are links, and meetings stand in them", async (stage) => {
  const { sql } = stage;
  const id = await insertMeeting(sql, "2031-06-18T18:00:00Z", 30, { is_trial: true });
  const page = await stage.signIn(PATIENT, {
    javaScriptEnabled: false,
    ...DESKTOP,
    path: "/calendar?week=2031-06-25",
  });
  await page.getByRole("link", { name: "Previous week" }).click();
  await page.waitForURL("**/calendar?week=2031-06-15");
  await day(page, "Wednesday, June 18").getByRole("link", { name: /^2:00 – 2:30 PM.*Trial$/ })
    .waitFor();
  assert.deepEqual(await hoursOn(page, id), { from: 14, to: 14.5 });
});

/** Where a meeting's piece stands, in hours, by the lines of its day. */
async function hoursOn(page: Page, id: number, index = 0): Promise<{ from: number; to: number }> {
  return await piece(page, id).nth(index).evaluate((element) => {
    const box = element.querySelector("a")!.getBoundingClientRect();
    const hours = [...document.querySelectorAll(".week-hours li")];
    const [first, second] = hours.map((hour) => hour.getBoundingClientRect().top);
    const day = element.parentElement!.getBoundingClientRect();
    const start = Number(/week h(\d+)/.exec(document.querySelector(".week")!.className)![1]);
    const toHour = (y: number) => Math.round(4 * ((y - day.top) / (second - first) + start)) / 4;
    return { from: toHour(box.top), to: toHour(box.bottom) };
  });
}

browserTest("an hour stands where the clock has it, also when clocks change", async (stage) => {
  await setZone(stage, "Europe/Berlin");
  const { sql } = stage;
  const before = await insertMeeting(sql, "2031-03-28T13:00:00Z", 60);
  const changing = await insertMeeting(sql, "2031-03-30T00:30:00Z", 60);
  const after = await insertMeeting(sql, "2031-03-30T12:00:00Z", 60);
  const page = await stage.signIn(RESEARCHER, DESKTOP);
  await sql`update users set locale = 'de-DE' where email = ${RESEARCHER}`;
  await openWeek(page, "2031-03-30");
  await page.locator("li.week-day").last().getByText("Clocks go forward").waitFor();
  await page.getByRole("heading", { name: "24.–30. März 2031" }).waitFor();
  assert.deepEqual(await hoursOn(page, before), { from: 14, to: 15 });
  assert.deepEqual(await hoursOn(page, after), { from: 14, to: 15 });
  assert.deepEqual(await hoursOn(page, changing), { from: 1.5, to: 3.5 });

  const twice = [
    await insertMeeting(sql, "2031-10-26T00:15:00Z", 45),
    await insertMeeting(sql, "2031-10-26T01:15:00Z", 45),
  ];
  await openWeek(page, "2031-10-26");
  await page.locator("li.week-day").last().getByText("Clocks go back").waitFor();
  const boxes = await Promise.all(twice.map((id) => piece(page, id).boundingBox()));
  assert.equal(boxes[0]!.y, boxes[1]!.y);
  assert.ok(boxes[0]!.x + boxes[0]!.width <= boxes[1]!.x);
});

browserTest(
  "a meeting over midnight stands on both days, in one week and in two",
  async (stage) => {
    const { sql } = stage;
    const inside = await insertMeeting(sql, "2031-06-11T03:00:00Z", 120);
    const across = await insertMeeting(sql, "2031-06-15T03:00:00Z", 120);
    const page = await stage.signIn(PATIENT, DESKTOP);
    await openWeek(page, "2031-06-10");
    assert.deepEqual(await hoursOn(page, inside, 0), { from: 23, to: 24 });
    assert.deepEqual(await hoursOn(page, inside, 1), { from: 0, to: 1 });
    await day(page, "Wednesday, June 11").getByText("until 1:00 AM").waitFor();
    await page.getByText("2 meetings", { exact: true }).waitFor();
    assert.equal(await piece(page, across).count(), 1);
    await page.getByRole("link", { name: "Next week" }).click();
    await day(page, "Sunday, June 15").getByText("until 1:00 AM").waitFor();
  },
);

browserTest("on a phone the week is a list that does not scroll sideways", async (stage) => {
  const { sql } = stage;
  const [first, second] = [
    await insertMeeting(sql, "2031-06-10T18:00:00Z", 60, { title: "t".repeat(255) }),
    await insertMeeting(sql, "2031-06-12T18:00:00Z", 5),
  ];
  const page = await stage.signIn(PATIENT, PHONE);
  await openWeek(page, "2031-06-10");
  const boxes = await Promise.all([first, second].map((id) => piece(page, id).boundingBox()));
  assert.ok(boxes[0]!.y + boxes[0]!.height < boxes[1]!.y);
  assert.ok(boxes.every((box) => box!.height >= 44));
  await day(page, "Wednesday, June 11").getByText("Nothing planned").waitFor();
  await page.getByText("Sun, Jun 8 – Mon, Jun 9: nothing planned", { exact: true }).waitFor();
  const next = await insertMeeting(sql, "2031-06-13T18:00:00Z");
  await piece(page, next).waitFor();
  await day(page, "Saturday, June 14").getByText("Nothing planned").waitFor();
  await insertMeeting(sql, "2031-06-08T18:00:00Z");
  await day(page, "Monday, June 9").getByText("Nothing planned").waitFor();
  assert.equal(await page.locator(".week-free-days").count(), 0);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

browserTest("meetings arrive in the open week without a shift of the layout", async (stage) => {
  const { sql } = stage;
  const page = await stage.signIn(RESEARCHER, DESKTOP);
  await openWeek(page, "2031-06-10");
  await noteShifts(page);
  let last = 0;
  for (let hour = 12; hour < 22; hour++) {
    last = await insertMeeting(sql, `2031-06-11T${hour}:00:00Z`, 60);
  }
  await piece(page, last).waitFor();
  assert.deepEqual(await readShifts(page), []);
});

browserTest("what a week missed comes when its place in the feed is gone", async (stage) => {
  const { sql } = stage;
  const gone = await insertMeeting(sql, "2031-06-10T18:00:00Z", 60);
  const page = await stage.signIn(RESEARCHER);
  const witness = await stage.signIn(PATIENT);
  await openWeek(page, "2031-06-03");
  await page.getByRole("link", { name: "Next week" }).click();
  await piece(page, gone).waitFor();
  await openWeek(witness, "2031-06-10");

  await page.context().setOffline(true);
  await page.getByText("Offline – trying again").waitFor();
  await sql`delete from schedules`;
  const made = await insertMeeting(sql, "2031-06-11T18:00:00Z", 60);
  await piece(witness, made).waitFor();
  await sql`select private.prune_changes('0 seconds', 1000000)`;
  await page.context().setOffline(false);
  await piece(page, made).waitFor();
  await piece(page, gone).waitFor({ state: "detached" });
});

browserTest("the calendar has no accessibility fault", async (stage) => {
  const { sql } = stage;
  await sql`
    update users set time_zone = 'UTC' where email in (${PATIENT}, ${RESEARCHER})`;
  const now = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
  await insertMeeting(sql, at(0), 60, { title: "Now" });
  await insertMeeting(sql, at(2), 30, { is_trial: true });
  await insertMeeting(sql, at(4), 60, { status: "cancelled" });
  await insertMeeting(sql, at(-2), 60);
  for (const size of [DESKTOP, PHONE]) {
    const page = await stage.signIn(PATIENT, size);
    await openWeek(page, "");
    assert.deepEqual(await faultsOf(page), []);
  }
});
