/** A patient in Los Angeles and a researcher in Berlin, whose clocks change on different days. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  browserTest,
  cardOf,
  JOHN,
  PATIENT,
  RESEARCHER,
  SARAH,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { readCalendar } from "../../helpers/calendar.ts";
import { insertSchedule } from "../../helpers/factories.ts";

type Case = {
  start: string;
  /** What each of the two reads on pages, and in the notification. */
  losAngeles: [page: string, message: string];
  berlin: [page: string, message: string];
};

/**
 * In 2030 clocks change in Los Angeles on March 10 (10:00 UTC) and November 3 (09:00 UTC), and in
 * Berlin on March 31 and October 27 (01:00 UTC).
 */
const CASES: Record<string, Case> = {
  "in winter, nine hours apart": {
    start: "2030-03-09T17:00:00.000Z",
    losAngeles: ["Sat, Mar 9, 2030, 9:00 – 10:00 AM", "Saturday, March 9, 2030, 09:00 AM"],
    berlin: ["Sat, 9 Mar 2030, 18:00–19:00", "Saturday, March 9, 2030, 06:00 PM"],
  },
  "as clocks go forward in Los Angeles": {
    start: "2030-03-10T09:30:00.000Z",
    losAngeles: [
      "Sun, Mar 10, 2030, 1:30 AM PST – 3:30 AM PDT",
      "Sunday, March 10, 2030, 01:30 AM",
    ],
    berlin: ["Sun, 10 Mar 2030, 10:30–11:30", "Sunday, March 10, 2030, 10:30 AM"],
  },
  "in between, eight hours apart": {
    start: "2030-03-20T17:00:00.000Z",
    losAngeles: ["Wed, Mar 20, 2030, 10:00 – 11:00 AM", "Wednesday, March 20, 2030, 10:00 AM"],
    berlin: ["Wed, 20 Mar 2030, 18:00–19:00", "Wednesday, March 20, 2030, 06:00 PM"],
  },
  "as clocks go forward in Berlin": {
    start: "2030-03-31T00:30:00.000Z",
    losAngeles: ["Sat, Mar 30, 2030, 5:30 – 6:30 PM", "Saturday, March 30, 2030, 05:30 PM"],
    berlin: ["Sun, 31 Mar 2030, 01:30 CET – 03:30 CEST", "Sunday, March 31, 2030, 01:30 AM"],
  },
  "in summer, nine hours apart": {
    start: "2030-04-10T17:00:00.000Z",
    losAngeles: ["Wed, Apr 10, 2030, 10:00 – 11:00 AM", "Wednesday, April 10, 2030, 10:00 AM"],
    berlin: ["Wed, 10 Apr 2030, 19:00–20:00", "Wednesday, April 10, 2030, 07:00 PM"],
  },
  "as clocks go back in Berlin": {
    start: "2030-10-27T00:30:00.000Z",
    losAngeles: ["Sat, Oct 26, 2030, 5:30 – 6:30 PM", "Saturday, October 26, 2030, 05:30 PM"],
    berlin: ["Sun, 27 Oct 2030, 02:30 CEST – 02:30 CET", "Sunday, October 27, 2030, 02:30 AM"],
  },
  "as clocks go back in Los Angeles": {
    start: "2030-11-03T08:30:00.000Z",
    losAngeles: [
      "Sun, Nov 3, 2030, 1:30 AM PDT – 1:30 AM PST",
      "Sunday, November 3, 2030, 01:30 AM",
    ],
    berlin: ["Sun, 3 Nov 2030, 09:30–10:30", "Sunday, November 3, 2030, 09:30 AM"],
  },
  "in the hour that clocks show again": {
    start: "2030-11-03T09:30:00.000Z",
    losAngeles: ["Sun, Nov 3, 2030, 1:30 – 2:30 AM PST", "Sunday, November 3, 2030, 01:30 AM"],
    berlin: ["Sun, 3 Nov 2030, 10:30–11:30", "Sunday, November 3, 2030, 10:30 AM"],
  },
};

/** Both pages, signed in; browsers themselves stand in a third zone, which must not matter. */
async function openBoth(stage: Stage): Promise<[patient: Page, researcher: Page]> {
  const { sql } = stage;
  await sql`update users set time_zone = 'America/Los_Angeles' where email = ${PATIENT}`;
  await sql`
    update users set time_zone = 'Europe/Berlin', locale = 'en-GB' where email = ${RESEARCHER}`;
  const elsewhere = { timezoneId: "Asia/Kolkata", locale: "hi-IN" };
  return [await stage.signIn(PATIENT, elsewhere), await stage.signIn(RESEARCHER, elsewhere)];
}

function timeOf(page: Page, id: number) {
  return page.locator(`li.upcoming-card[data-id="${id}"] .upcoming-card-hours time`);
}

/** The text of a page, with ordinary spaces. */
async function textOf(page: Page): Promise<string> {
  return (await page.locator("main").innerText()).replace(/\s+/g, " ");
}

browserTest("both see each meeting right, whenever their clocks change", async (stage) => {
  const { sql } = stage;
  const [patient, researcher] = await openBoth(stage);
  const ids = new Map<string, number>();
  for (const [name, { start }] of Object.entries(CASES)) {
    ids.set(name, await insertSchedule(sql, JOHN, SARAH, start));
  }
  for (const [page, side] of [[patient, "losAngeles"], [researcher, "berlin"]] as const) {
    for (const [name, id] of ids) {
      await timeOf(page, id).waitFor({ state: "attached" });
      const shown = await timeOf(page, id).getAttribute("title");
      assert.equal(shown, CASES[name][side][0], `${name}: arrived live`);
    }
    await page.reload();
    for (const [name, id] of ids) {
      const { start, [side]: [words] } = CASES[name];
      assert.equal(await timeOf(page, id).getAttribute("title"), words, `${name}: from the server`);
      assert.equal(await timeOf(page, id).getAttribute("datetime"), start);
      const response = await page.request.get(`/api/schedule/${id}/calendar`);
      const [event] = readCalendar(await response.text());
      assert.equal(event.start, start, `${name}: calendar file`);
      assert.equal(Date.parse(event.end) - Date.parse(event.start), 60 * 60_000);
      await page.goto(`/meetings/${id}`);
      assert.ok((await textOf(page)).includes(words), `${name}: the meeting's page`);
      await page.goto(`/dashboard`);
    }
    await page.goto("/notifications");
    for (const [name, { [side]: [, words] }] of Object.entries(CASES)) {
      await page.locator("main li.notification").first().waitFor();
      assert.ok((await textOf(page)).includes(`scheduled for ${words}.`), `${name}: notification`);
    }
  }
});

browserTest("a request and its meeting mean one instant on both sides", async (stage) => {
  const { sql } = stage;
  const [patient, researcher] = await openBoth(stage);
  const [{ id }] = await sql`select id from users where email = ${RESEARCHER}`;
  const response = await patient.request.post("/api/meetings/", {
    data: {
      expert_id: id,
      message: "Hi",
      preferred_datetime: "2030-03-15T16:00:00Z",
      meeting_type: "video_call",
    },
  });
  assert.equal(response.status(), 201);
  const times = [[patient, "Fri, Mar 15, 2030, 9:00 AM"], [researcher, "Fri, 15 Mar 2030, 17:00"]];
  for (const [page, time] of times as [Page, string][]) {
    const words = cardOf(page, "Hi").locator(".message-text, .request-card-preferences li");
    await words.first().waitFor();
    const shown = [`Preferred Date & Time: ${time}`, "Meeting Type: Video Call"];
    assert.deepEqual(await words.allInnerTexts(), ["Hi", ...shown]);
    const path = await cardOf(page, "Hi").locator("h3 a").getAttribute("href");
    const own = await page.context().newPage();
    await own.goto(path!);
    assert.deepEqual(
      await own.locator(".message-text, .request-card-preferences li").allInnerTexts(),
      [
        "Hi",
        ...shown,
      ],
    );
    await own.close();
  }
  await cardOf(researcher, "Hi").getByRole("button", { name: "Accept", exact: true }).click();
  const title = (page: Page) =>
    page.locator("li.upcoming-card .upcoming-card-hours time").getAttribute("title");
  assert.equal(await title(patient), "Fri, Mar 15, 2030, 9:00 – 10:00 AM");
  assert.equal(await title(researcher), "Fri, 15 Mar 2030, 17:00–18:00");

  // A month later at nine in Los Angeles, clocks have changed in Berlin as well.
  await sql`
    update schedules set start_datetime = '2030-04-15T16:00:00Z', end_datetime = '2030-04-15T17:00:00Z'`;
  const now = (page: Page, words: string) =>
    page.locator(`li.upcoming-card time[title="${words}"]`).waitFor({ state: "attached" });
  await now(patient, "Mon, Apr 15, 2030, 9:00 – 10:00 AM");
  await now(researcher, "Mon, 15 Apr 2030, 18:00–19:00");
  await researcher.goto("/notifications");
  const moved = "moved from Friday, March 15, 2030, 05:00 PM to Monday, April 15, 2030, 06:00 PM.";
  await researcher.locator("main").getByText(moved).waitFor();
});

browserTest("a zone or language that browsers do not know breaks no page", async (stage) => {
  const { sql } = stage;
  await insertSchedule(sql, JOHN, SARAH, "2030-03-15T16:00:00Z");
  await sql`alter table users disable trigger _300_check_time_zone`;
  await sql`update users set time_zone = 'FOO-3', locale = 'en-us-us'`;
  const page = await stage.signIn(PATIENT);
  await page.getByText("UTC", { exact: true }).waitFor();
  const title = page.locator("li.upcoming-card .upcoming-card-hours time").getAttribute("title");
  assert.equal(await title, "Fri, Mar 15, 2030, 4:00 – 5:00 PM");
  for (const path of ["/calendar", "/notifications", "/settings", "/experts"]) {
    const response = await page.goto(path);
    assert.equal(response!.status(), 200, path);
  }
});
