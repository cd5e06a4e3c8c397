/** A researcher answers requests in place; a refused answer is taken back and explained. */
import assert from "node:assert/strict";
import {
  browserTest,
  cardOf,
  JOHN,
  KENJI,
  PATIENT,
  RESEARCHER,
} from "../../helpers/browser/stage.ts";
import { becomes, focused } from "../../helpers/browser/page.ts";
import {
  ask,
  button,
  DECISIONS,
  heading,
  holdDecisions,
  inNewYork,
  inSection,
  LATER,
  meet,
  meetingOf,
  statusOf,
  TOMORROW,
} from "../../helpers/browser/requests.ts";
import { insertSchedule } from "../../helpers/factories.ts";

browserTest("one click accepts at the time asked for, at once", async (stage) => {
  const { sql } = stage;
  await ask(sql, "The other one");
  const id = await ask(sql, "The wanted one", `${TOMORROW} 14:00`);
  const page = await stage.signIn(RESEARCHER);
  const patient = await stage.signIn(PATIENT);
  await heading(page, 2);
  await cardOf(page, "The wanted one").getByText("If you accept, you meet for one hour").waitFor();
  const release = await holdDecisions(page);

  await button(cardOf(page, "The wanted one"), "Accept").click();
  await heading(page, 1);
  const decided = inSection(page, "Earlier requests", "The wanted one");
  await decided.getByText("Saving…").waitFor();
  assert.equal(await statusOf(sql, id), "pending");
  await focused(cardOf(page, "The other one").getByRole("link", { name: "John Doe" }));

  await release();
  await decided.getByText("Accepted", { exact: true }).waitFor();
  await page.getByRole("status").getByText(/Request accepted\. You meet John Doe on .*2:00 PM/)
    .waitFor();
  await cardOf(patient, "The wanted one").getByText("Accepted", { exact: true }).waitFor();
  const made = { at: `${TOMORROW} 14:00`, minutes: 60, link: null };
  assert.deepEqual(await meetingOf(sql, id), made);
  const [{ schedule_id }] = await sql`select schedule_id from meeting_requests where id = ${id}`;
  const link = decided.getByRole("link", { name: "See the meeting" });
  assert.equal(await link.getAttribute("href"), `/meetings/${schedule_id}`);
});

browserTest("a decision that fails is taken back with its reason", async (stage) => {
  const { sql } = stage;
  const id = await ask(sql, "Hello", `${TOMORROW} 14:00`);
  const page = await stage.signIn(RESEARCHER);
  await page.route(DECISIONS, (route) => route.abort(), { times: 1 });
  const card = inSection(page, "Pending Meeting Requests (1)", "Hello");
  await button(card, "Accept").click();
  await focused(card.getByRole("alert").filter({ hasText: "The server cannot be reached" }));
  await card.getByText("Pending", { exact: true }).waitFor();
  assert.equal(await page.getByText("Request accepted").count(), 0);

  const answer = { status: 500, contentType: "text/html", body: "<h1>Oh no</h1>" };
  await page.route(DECISIONS, (route) => route.fulfill(answer), { times: 1 });
  await button(card, "Give a reason").click();
  await card.getByLabel("Reason").fill("No time");
  await button(card, "Decline").click();
  await card.getByRole("alert").getByText("Something went wrong (500)").waitFor();
  assert.equal(await card.getByLabel("Reason").inputValue(), "No time");
  assert.equal(await statusOf(sql, id), "pending");

  await button(card, "Decline").click();
  await page.getByRole("status").getByText("Request declined").waitFor();
  await heading(page, 0);
  await page.getByText("No pending meeting requests", { exact: true }).waitFor();
  assert.equal(await statusOf(sql, id), "rejected: No time");
});

browserTest("a time that is taken is explained by the meeting in the way", async (stage) => {
  const { sql } = stage;
  const id = await ask(sql, "At two", `${TOMORROW} 14:00`);
  const page = await stage.signIn(RESEARCHER);
  const card = cardOf(page, "At two");
  await card.getByText("If you accept, you meet for one hour at that time.").waitFor();
  const taken = await meet(sql, "Jane Roe", `${TOMORROW} 14:30`);
  await card.getByText("You have a meeting with Jane Roe at that time.").waitFor();

  await button(card, "Accept").click();
  const alert = card.getByRole("alert");
  await alert.getByText(/You have a meeting with Jane Roe at that time: .*2:30 – 3:30 PM/)
    .waitFor();
  const link = alert.getByRole("link", { name: "See the meeting" });
  assert.equal(await link.getAttribute("href"), `/meetings/${taken}`);
  await focused(alert);
  await heading(page, 1);

  assert.equal(await card.getByLabel("Date").inputValue(), TOMORROW);
  assert.equal(await card.getByLabel("Time").inputValue(), "14:00");
  await card.getByLabel("Duration").selectOption("30 minutes");
  await card.getByLabel("Meeting link").fill("https://meet.example.org/a");
  await button(card, "Accept").click();
  await page.getByRole("status").getByText("Request accepted").waitFor();
  const made = { at: `${TOMORROW} 14:00`, minutes: 30, link: "https://meet.example.org/a" };
  assert.deepEqual(await meetingOf(sql, id), made);
});

browserTest("a collision shows nothing of the other person's meeting", async (stage) => {
  const { sql } = stage;
  const id = await ask(sql, "At two", `${TOMORROW} 14:00`);
  await insertSchedule(sql, JOHN, KENJI, inNewYork(`${TOMORROW} 14:00`));
  const page = await stage.signIn(RESEARCHER);
  const card = cardOf(page, "At two");
  await button(card, "Accept").click();
  await card.getByRole("alert").getByText("The patient has another meeting at this time.")
    .waitFor();
  assert.equal(await card.getByRole("alert").getByRole("link").count(), 0);
  await card.getByLabel("Time", { exact: true }).fill("16:00");
  await button(card, "Accept").click();
  await page.getByRole("status").getByText(/You meet John Doe on .*4:00 PM/).waitFor();
  assert.equal((await meetingOf(sql, id))?.at, `${TOMORROW} 16:00`);
});

browserTest("details are checked at their fields, and what was typed stays", async (stage) => {
  const { sql } = stage;
  const id = await ask(sql, "Whenever");
  const page = await stage.signIn(RESEARCHER);
  const card = cardOf(page, "Whenever");
  const error = (field: string) => card.locator(`#request-${id}-${field}-error`);
  await button(card, "Change details").click();
  await focused(card.getByLabel("Date"));
  await card.getByLabel("Date").fill(LATER);
  await button(card, "Accept").click();
  await error("time").getByText("Add a time.").waitFor();
  await focused(card.getByLabel("Time", { exact: true }));
  await card.getByLabel("Time", { exact: true }).fill("09:15");
  await card.getByLabel("Meeting link").fill("meet.example.org");
  await page.keyboard.press("Escape");
  await focused(button(card, "Change details"));

  await page.keyboard.press("Enter");
  await becomes(() => card.getByLabel("Date").inputValue(), LATER);
  await button(card, "Accept").click();
  await error("meeting_link").getByText("Must be an http or https address.").waitFor();
  await focused(card.getByLabel("Meeting link"));
  await card.getByLabel("Meeting link").fill("https://meet.example.org");
  await card.getByLabel("Date").fill("2020-01-01");
  await button(card, "Accept").click();
  await error("date").getByText("This time has passed.").waitFor();
  await card.getByLabel("Date").fill(LATER);
  await card.getByLabel("Duration").selectOption("45 minutes");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText(/You meet John Doe on .*9:15 AM/).waitFor();
  const made = { at: `${LATER} 09:15`, minutes: 45, link: "https://meet.example.org" };
  assert.deepEqual(await meetingOf(sql, id), made);
});

browserTest(
  "a time that has passed is pointed out before the request is accepted",
  async (stage) => {
    const { sql } = stage;
    const id = await ask(sql, "Too late", "2026-01-05 14:00");
    const page = await stage.signIn(RESEARCHER);
    const card = cardOf(page, "Too late");
    await card.getByText("The time asked for has passed.").waitFor();
    await button(card, "Accept").click();
    await focused(card.getByRole("alert").filter({ hasText: "has passed. Choose another" }));
    assert.equal(await statusOf(sql, id), "pending");
    await button(card, "Accept").click();
    await page.getByRole("status").getByText("Request accepted").waitFor();
    assert.equal(await meetingOf(sql, id), undefined);
    const [{ requester_id }] = await sql`select requester_id from meeting_requests`;
    const link = card.getByRole("link", { name: "Schedule a meeting" });
    assert.equal(await link.getAttribute("href"), `/meetings/new?with=${requester_id}`);
  },
);

browserTest(
  "a request withdrawn while its form is open moves away with a message",
  async (stage) => {
    const { sql } = stage;
    const id = await ask(sql, "To be withdrawn");
    await ask(sql, "To stay");
    const page = await stage.signIn(RESEARCHER);
    const card = cardOf(page, "To be withdrawn");
    await button(card, "Give a reason").click();
    await card.getByLabel("Reason").fill("Because");
    await sql`update meeting_requests set status = 'cancelled' where id = ${id}`;
    await page.getByRole("status").getByText("John Doe has withdrawn the request").waitFor();
    await focused(cardOf(page, "To stay").getByRole("link", { name: "John Doe" }));
    await inSection(page, "Earlier requests", "To be withdrawn").getByText("Withdrawn", {
      exact: true,
    })
      .waitFor();

    const release = await holdDecisions(page);
    await button(cardOf(page, "To stay"), "Accept").click();
    await heading(page, 0);
    await sql`update meeting_requests set status = 'cancelled' where message = 'To stay'`;
    await release();
    await page.getByRole("status").getByText("The request is cancelled already").waitFor();
    await inSection(page, "Earlier requests", "To stay").getByText("Withdrawn", { exact: true })
      .waitFor();
    assert.equal(await page.getByText("Request accepted").count(), 0);
  },
);

browserTest("the keyboard alone decides one request after the other", async (stage) => {
  const { sql } = stage;
  const [third, second, first] = [
    await ask(sql, "Third"),
    await ask(sql, "Second"),
    await ask(sql, "First"),
  ];
  const page = await stage.signIn(RESEARCHER);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const name = (message: string) => cardOf(page, message).getByRole("link", { name: "John Doe" });
  await name("First").focus();
  await press("Tab", "Enter");
  await focused(name("Second"));
  await heading(page, 2);
  await press("Tab", "Tab", "Space");
  await focused(name("Third"));
  await heading(page, 1);
  await press("Tab", "Tab", "Tab", "Tab", "Enter");
  await focused(cardOf(page, "Third").getByLabel("Reason"));
  await page.keyboard.type("Not my field");
  await press("Tab", "Enter");
  await focused(page.getByRole("heading", { name: "Pending Meeting Requests (0)" }));
  const decided = { First: "Accepted", Second: "Declined", Third: "Declined" };
  for (const [message, status] of Object.entries(decided)) {
    await inSection(page, "Earlier requests", message).getByText(status, { exact: true }).waitFor();
  }
  const statuses = await Promise.all([first, second, third].map((id) => statusOf(sql, id)));
  assert.deepEqual(statuses, ["accepted", "rejected", "rejected: Not my field"]);
});
