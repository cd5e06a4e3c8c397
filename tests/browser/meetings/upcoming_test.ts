/** The next meetings on both dashboards, and the ways into people's own calendars. */
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
} from "../../helpers/browser/stage.ts";
import { faultsOf } from "../../helpers/browser/accessibility.ts";
import { readCalendar } from "../../helpers/calendar.ts";
import { eventually } from "../../helpers/signals.ts";
import { becomes, focused, settle } from "../../helpers/browser/page.ts";
import {
  insertRequest,
  insertSchedule,
  insertSchedules,
  timeOf,
  times,
} from "../../helpers/factories.ts";
import { noteShifts, readShifts } from "../../helpers/browser/shifts.ts";

function meetingOf(page: Page, id: number) {
  return page.locator(`li.upcoming-card[data-id="${id}"]`);
}

function ids(page: Page): Promise<number[]> {
  return page.locator("li.upcoming-card").evaluateAll((cards) =>
    cards.map((card) => Number((card as HTMLElement).dataset.id))
  );
}

const nothing = (page: Page) => page.getByText("No upcoming meetings").waitFor();

browserTest("meetings come, move and go on both dashboards by themselves", async (stage) => {
  const { sql } = stage;
  const [patient, researcher] = [await stage.signIn(PATIENT), await stage.signIn(RESEARCHER)];
  await Promise.all([patient, researcher].map(nothing));
  const later = await insertSchedule(sql, JOHN, SARAH, "5 days", {
    title: "Visit",
    is_trial: true,
  });
  const sooner = await insertSchedule(sql, JOHN, SARAH, "30 hours");
  for (const [page, name] of [[patient, "Dr. Sarah Smith"], [researcher, "John Doe"]] as const) {
    await meetingOf(page, sooner).getByRole("heading", { name, exact: true }).waitFor();
    await meetingOf(page, later).getByText("Trial", { exact: true }).waitFor();
    await meetingOf(page, later).getByText("Visit", { exact: true }).waitFor();
    assert.deepEqual(await ids(page), [sooner, later]);
    assert.equal(await meetingOf(page, sooner).getByRole("link", { name: "Join" }).count(), 0);
  }
  await sql`
    update schedules set start_datetime = start_datetime + interval '9 days',
      end_datetime = end_datetime + interval '9 days', link = 'https://meet.example.org/room'
    where id = ${sooner}`;
  for (const page of [patient, researcher]) {
    const join = meetingOf(page, sooner).getByRole("link", { name: "Join" });
    await join.waitFor();
    assert.equal(await join.getAttribute("href"), "https://meet.example.org/room");
    assert.deepEqual(await ids(page), [later, sooner]);
  }
  await sql`update schedules set status = 'cancelled' where id = ${later}`;
  await sql`delete from schedules where id = ${sooner}`;
  await Promise.all([patient, researcher].map(nothing));
});

browserTest("an accepted request becomes a meeting in both lists", async (stage) => {
  const { sql } = stage;
  const [patient, researcher] = [await stage.signIn(PATIENT), await stage.signIn(RESEARCHER)];
  const wish = { message: "May I?", preferred_datetime: timeOf("2 days") };
  await insertRequest(sql, JOHN, SARAH, wish);
  await cardOf(researcher, "May I?").getByRole("button", { name: "Accept", exact: true }).click();
  for (const page of [patient, researcher]) {
    await page.locator("li.upcoming-card .upcoming-card-countdown", { hasText: "in 2 days" })
      .waitFor();
  }
  await patient.locator("li.upcoming-card").getByRole("link", { name: "Details" }).click();
  await patient.waitForURL("**/meetings/*");
});

browserTest("the countdown shows when to join and when the meeting is over", async (stage) => {
  const { sql } = stage;
  const id = await insertSchedule(sql, JOHN, SARAH, "3 hours", {
    link: "https://meet.example.org/room",
  });
  const [{ start, end }] = await sql`
    select start_datetime as start, end_datetime as end from schedules`;
  const page = await stage.signIn(PATIENT);
  const shows = (text: string) =>
    meetingOf(page, id).locator(".upcoming-card-countdown").getByText(text, { exact: true })
      .waitFor();
  const join = meetingOf(page, id).getByRole("link", { name: "Join" });
  const isPrimary = () => join.evaluate((link) => link.classList.contains("button-primary"));
  const at = (time: Date, seconds: number) => page.clock.pauseAt(time.getTime() + seconds * 1000);
  await page.clock.install();
  await page.reload();

  await at(start, -611);
  await shows("in 11 min");
  assert.equal(await isPrimary(), false);
  const height = (await meetingOf(page, id).boundingBox())!.height;
  await at(start, -581);
  await shows("in 9 min 41 s");
  assert.equal(await isPrimary(), true);
  await at(start, -580);
  await shows("in 9 min 40 s");
  assert.equal((await meetingOf(page, id).boundingBox())!.height, height);
  await at(start, 1);
  await shows("now");
  await at(end, 1);
  await nothing(page);
});

browserTest("ten meetings that arrive one by one make nothing jump", async (stage) => {
  const { sql } = stage;
  await insertRequest(sql, JOHN, SARAH, { message: "Below" });
  for (const [email, width] of [[PATIENT, 390], [RESEARCHER, 1280]] as const) {
    const page = await stage.signIn(email, { viewport: { width, height: 900 } });
    await nothing(page);
    const top = async () => (await cardOf(page, "Below").boundingBox())!.y;
    const before = await top();
    await noteShifts(page);
    for (let days = 20; days > 10; days--) {
      const id = await insertSchedule(sql, JOHN, SARAH, `${days} days`);
      await meetingOf(page, id).waitFor({ state: "attached" });
      await settle(page);
    }
    assert.equal(await top(), before);
    assert.deepEqual(await readShifts(page), [], email);
    await sql`delete from schedules`;
  }
});

browserTest("when meetings go, later ones take their places", async (stage) => {
  const { sql } = stage;
  await insertSchedules(sql, JOHN, SARAH, times(45, (i) => ({ start: `${i} days` })));
  const page = await stage.signIn(RESEARCHER);
  const first = await ids(page);
  assert.equal(first.length, 10);
  for (const more of [first[9] + 25, first[9] + 33]) {
    await sql`update schedules set status = 'cancelled' where id < ${more}`;
    await meetingOf(page, more).waitFor();
    await page.waitForFunction(
      (count) => document.querySelectorAll("li.upcoming-card").length === count,
      Math.min(10, first[0] + 45 - more),
    );
    assert.equal((await ids(page))[0], more);
  }
});

browserTest("the soonest are shown, whatever came that is further ahead", async (stage) => {
  const { sql } = stage;
  await insertSchedules(sql, JOHN, SARAH, times(40, (i) => ({ start: `${i * 2 + 22} hours` })));
  const pages = [await stage.signIn(PATIENT), await stage.signIn(RESEARCHER)];
  const first = await ids(pages[0]);
  const later = times(6, (i) => ({ start: `${29 + i} days` }));
  const [far] = await insertSchedules(sql, JOHN, SARAH, later);
  const shows = async (from: number) => {
    const wanted = Array.from({ length: 10 }, (_, i) => from + i).join();
    await Promise.all(
      pages.map((page) => becomes(async () => (await ids(page)).join(), wanted)),
    );
  };
  for (const gone of [13, 27]) {
    await sql`update schedules set status = 'cancelled' where id < ${first[0] + gone}`;
    await shows(first[0] + gone);
  }
  await sql`update schedules set status = 'cancelled' where id < ${far - 4}`;
  await shows(far - 4);
});

browserTest("a meeting is added to a calendar by its file", async (stage) => {
  const id = await insertSchedule(stage.sql, JOHN, SARAH, "2 days");
  const page = await stage.signIn(PATIENT);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    meetingOf(page, id).getByRole("link", { name: "Add to calendar" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), `meeting-${id}.ics`);
  const [event] = readCalendar(await Deno.readTextFile(await download.path()));
  assert.equal(event.summary, "Meeting with Dr. Sarah Smith");
  const [{ start }] = await stage.sql`
    select date_trunc('second', start_datetime) as start from schedules`;
  assert.equal(event.start, start.toISOString());
});

/** Reads a feed as an app does that is not signed in; the status, and how many events it has. */
async function subscribe(url: string): Promise<[status: number, events: number]> {
  const response = await fetch(url);
  const text = await response.text();
  return [response.status, response.ok ? readCalendar(text).length : 0];
}

browserTest("a private calendar address is made, copied, renewed and removed", async (stage) => {
  const { sql } = stage;
  await insertSchedules(sql, JOHN, SARAH, [{ start: "2 days" }, { start: "3 days" }]);
  const page = await stage.signIn(PATIENT, {
    permissions: ["clipboard-read", "clipboard-write"],
    path: "/settings",
  });
  const section = page.getByRole("region", { name: "Calendar apps" });
  const button = (name: string) => section.getByRole("button", { name, exact: true });
  const address = section.getByLabel("Calendar link");
  await button("Create a calendar link").click();
  await address.waitFor();
  const first = await address.inputValue();
  assert.deepEqual(await subscribe(first), [200, 2]);
  await button("Copy").click();
  await page.getByText("Link copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), first);
  const webcal = await section.getByRole("link", { name: "Open in a calendar app" }).getAttribute(
    "href",
  );
  assert.equal(webcal, first.replace(/^http/, "webcal"));

  await button("Create a new link").click();
  await button("Keep it").click();
  assert.equal(await address.inputValue(), first);
  await focused(button("Create a new link"));
  await page.keyboard.press("Enter");
  await focused(button("Create a new link"));
  await page.keyboard.press("Enter");
  await page.getByText("New calendar link created").waitFor();
  await eventually("another address", async () => await address.inputValue() !== first);
  const second = await address.inputValue();
  assert.deepEqual(await subscribe(first), [404, 0]);
  assert.deepEqual(await subscribe(second), [200, 2]);

  await page.reload();
  assert.equal(await address.inputValue(), second);
  await button("Remove").click();
  await button("Remove link").click();
  await button("Create a calendar link").waitFor();
  assert.deepEqual(await subscribe(second), [404, 0]);
});

browserTest("without a script meetings are read, and the calendar address works", async (stage) => {
  const id = await insertSchedule(stage.sql, JOHN, SARAH, "2 days", {
    link: "https://meet.example.org/",
  });
  const page = await stage.signIn(PATIENT, { javaScriptEnabled: false });
  await meetingOf(page, id).getByText("in 2 days", { exact: true }).waitFor();
  for (const name of ["Join", "Details", "Add to calendar"]) {
    await meetingOf(page, id).getByRole("link", { name }).waitFor();
  }
  await page.goto("/settings");
  const section = page.getByRole("region", { name: "Calendar apps" });
  await section.getByRole("button", { name: "Create a calendar link" }).click();
  await page.getByText("Your calendar link is ready.").waitFor();
  const url = await section.getByLabel("Calendar link").inputValue();
  assert.deepEqual(await subscribe(url), [200, 1]);
  await section.getByRole("button", { name: "Remove" }).click();
  await page.getByText("The calendar link is removed.").waitFor();
  assert.deepEqual(await subscribe(url), [404, 0]);
});

browserTest("meetings and calendar address have no accessibility fault", async (stage) => {
  const { sql } = stage;
  await insertSchedule(sql, JOHN, SARAH, "3 minutes", {
    link: "https://meet.example.org/",
    is_trial: true,
  });
  const visits = ["2 days", "3 days", "4 days"].map((start) => ({ start, title: "Visit" }));
  await insertSchedules(sql, JOHN, SARAH, visits);
  await sql`insert into private.calendar_feeds (user_id) values (${JOHN.id})`;
  for (const width of [390, 1280]) {
    const page = await stage.signIn(PATIENT, { viewport: { width, height: 900 } });
    assert.deepEqual(await faultsOf(page), []);
    await page.goto("/settings");
    await live(page);
    assert.deepEqual(await faultsOf(page), []);
  }
});
