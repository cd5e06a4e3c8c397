/** A researcher is asked for a meeting: with a mouse, by keyboard, without a script. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  browserTest,
  fillSignIn,
  live,
  PATIENT,
  RESEARCHER,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { becomes, focused } from "../../helpers/browser/page.ts";

const OVER = "You are signed out Sign in again to go on where you were. Sign in again";
const KENJI = "kenji.watanabe@test.com";

async function setZone({ sql }: Stage, email: string, zone: string) {
  await sql`update users set time_zone = ${zone} where email = ${email}`;
}

/** The experts, with a connection. */
function openExperts(stage: Stage, query = "", options = {}): Promise<Page> {
  return stage.signIn(PATIENT, { ...options, path: `/experts${query}` });
}

/** The dialog of whoever is called so. */
async function openDialog(page: Page, name: string) {
  const card = page.locator("li.expert-card", { hasText: name });
  await card.getByRole("button", { name: "Request Meeting" }).click();
  return page.getByRole("dialog");
}

async function countRequests({ sql }: Stage): Promise<number> {
  const [{ count }] = await sql`select count(*)::int from meeting_requests`;
  return count;
}

browserTest(
  "the dialog keeps the focus, gives it back, and keeps what was typed",
  async (stage) => {
    const page = await openExperts(stage, "?search=kenji");
    const opener = page.getByRole("button", { name: "Request Meeting" });
    await opener.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Request a meeting" });
    await page.locator("textarea:focus").waitFor();
    await page.keyboard.type("What helps against tremor?");
    await dialog.getByText("26 / 5000").waitFor();
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press("Tab");
      const inside = await page.evaluate(() =>
        document.activeElement === document.body || !!document.activeElement?.closest("dialog")
      );
      assert.ok(inside, `after ${i + 1} tabs the focus is outside`);
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await focused(opener);

    await page.reload();
    await live(page);
    await opener.focus();
    await page.keyboard.press("Enter");
    const message = () => dialog.getByLabel("Message").inputValue();
    await becomes(message, "What helps against tremor?");
    await dialog.getByRole("button", { name: "Start over" }).click();
    await page.locator("textarea:focus").waitFor();
    await becomes(message, "");
    await page.keyboard.type("Hello");
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press("Tab");
      if (await page.locator(":focus", { hasText: "Send Request" }).count() > 0) break;
    }
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Request sent to Dr. Kenji Watanabe").waitFor();
    await dialog.waitFor({ state: "detached" });
    await focused(page.getByRole("button", { name: "Request pending" }));
    assert.equal(await countRequests(stage), 1);
  },
);

browserTest("a draft is gone when it is sent, and nobody else's", async (stage) => {
  const page = await openExperts(stage, "?search=kenji");
  const dialog = await openDialog(page, "Kenji");
  await dialog.getByLabel("Message").fill("Private words");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.goto("/experts?search=sarah");
  await openDialog(page, "Sarah");
  assert.equal(await dialog.getByLabel("Message").inputValue(), "");
  await page.goto("/experts?search=kenji");
  await openDialog(page, "Kenji");
  await becomes(() => dialog.getByLabel("Message").inputValue(), "Private words");
  await dialog.getByRole("button", { name: "Send Request" }).click();
  await dialog.waitFor({ state: "detached" });
  const isKept = () =>
    page.evaluate(() => JSON.stringify(sessionStorage).includes("Private words"));
  await becomes(isKept, false);
});

browserTest("the other one's time shows while a time is chosen", async (stage) => {
  await setZone(stage, PATIENT, "America/Los_Angeles");
  await setZone(stage, RESEARCHER, "Europe/Berlin");
  const page = await openExperts(stage, "?search=sarah");
  const dialog = await openDialog(page, "Sarah");
  await dialog.getByText(/is in Berlin time \(GMT\+[12]\), [89] hours ahead of you\./).waitFor();
  const times: [date: string, time: string, own: string, theirs: string][] = [
    // America has summer time already, Europe has not yet.
    ["2099-03-10", "09:30", "(PDT)", "Tue, Mar 10, 2099, 5:30 PM, Berlin time (GMT+1)"],
    ["2099-03-30", "09:30", "(PDT)", "Mon, Mar 30, 2099, 6:30 PM, Berlin time (GMT+2)"],
    // Europe has winter time already, America has not yet.
    ["2099-10-27", "16:00", "(PDT)", "Wed, Oct 28, 2099, 12:00 AM, Berlin time (GMT+1) – at night"],
    ["2099-11-03", "09:30", "(PST)", "Tue, Nov 3, 2099, 6:30 PM, Berlin time (GMT+1)"],
  ];
  for (const [date, time, own, theirs] of times) {
    await dialog.getByLabel("Date").fill(date);
    await dialog.getByLabel("Time").fill(time);
    await dialog.getByText(`For Dr. Sarah Smith: ${theirs}`, { exact: true }).waitFor();
    await dialog.getByText(`Los Angeles time ${own}`).waitFor();
  }
  await dialog.getByLabel("Message").fill("In November");
  await dialog.getByRole("button", { name: "Send Request" }).click();
  await dialog.waitFor({ state: "detached" });
  const [{ at }] = await stage.sql`
    select preferred_datetime as at from meeting_requests`;
  assert.equal(at.toISOString(), "2099-11-03T17:30:00.000Z");

  await setZone(stage, RESEARCHER, "America/Los_Angeles");
  await page.goto("/experts?search=dr.");
  await openDialog(page, "Lucía");
  await page.locator(".their-time").waitFor();
  await page.keyboard.press("Escape");
  await stage.sql`update users set time_zone = 'America/Los_Angeles'`;
  await page.goto("/experts?search=amara");
  await (await openDialog(page, "Amara")).getByLabel("Message").waitFor();
  assert.equal(await page.locator(".their-time").count(), 0);
});

browserTest("the server's error shows at its field, and the words stay", async (stage) => {
  const page = await openExperts(stage, "?search=kenji");
  // A clock that goes wrong: only the server knows that the time has passed.
  await page.clock.setFixedTime(Date.now() - 3 * 24 * 60 * 60 * 1000);
  const dialog = await openDialog(page, "Kenji");
  await dialog.getByLabel("Message").fill("Yesterday?");
  const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  await dialog.getByLabel("Date").fill(yesterday);
  await dialog.getByLabel("Time").fill("10:00");
  await dialog.getByRole("button", { name: "Send Request" }).click();
  await dialog.locator("#date-error").getByText("The preferred time is in the past.").waitFor();
  await page.locator("#date:focus").waitFor();
  assert.equal(await dialog.getByLabel("Message").inputValue(), "Yesterday?");

  await dialog.getByLabel("Message").fill("é".repeat(5003));
  await dialog.getByText("5003 / 5000").waitFor();
  await dialog.getByRole("button", { name: "Send Request" }).click();
  await dialog.locator("#message-error").getByText("Shorten the message").waitFor();
  assert.equal(await countRequests(stage), 0);
});

/** What somebody who comes to the page may find on it and in its tab. */
const leftOn = (page: Page) =>
  page.evaluate(() => [document.title, document.body.innerText, sessionStorage.length] as const);

browserTest(
  "an expired session hides the page and what was typed, for its person",
  async (stage) => {
    const page = await openExperts(stage, "?search=kenji");
    const dialog = await openDialog(page, "Kenji");
    await dialog.getByLabel("Message").fill("Half written");
    await stage.sql`update private.sessions set expires_at = now()`;
    const ended = page.getByRole("dialog", { name: "You are signed out" });
    await focused(ended.getByRole("link", { name: "Sign in again" }));
    const [title, text] = await leftOn(page);
    assert.equal(title, "Signed out · Liaison");
    assert.equal(text.replace(/\s+/g, " "), OVER);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "sign in again" }).click();
    await fillSignIn(page, PATIENT);
    await page.waitForURL("**/experts?search=kenji");
    await live(page);
    const again = await openDialog(page, "Kenji");
    await again.getByText("We kept what you typed.").waitFor();
    await becomes(() => again.getByLabel("Message").inputValue(), "Half written");
  },
);

browserTest("a session that is ended leaves nothing on its page and in its tab", async (stage) => {
  const page = await openExperts(stage, "?search=kenji");
  const dialog = await openDialog(page, "Kenji");
  await dialog.getByLabel("Message").fill("Half written");
  assert.equal((await leftOn(page))[2], 1);
  await stage.sql`delete from private.sessions`;
  await page.getByRole("dialog", { name: "You are signed out" }).waitFor();
  const [title, text, kept] = await leftOn(page);
  assert.deepEqual([title, text.replace(/\s+/g, " "), kept], ["Signed out · Liaison", OVER, 0]);
});

browserTest("a sign-out leaves nothing in the tab", async (stage) => {
  const page = await openExperts(stage, "?search=kenji");
  const dialog = await openDialog(page, "Kenji");
  await dialog.getByLabel("Message").fill("Half written");
  await page.keyboard.press("Escape");
  await page.evaluate(() => localStorage.setItem("liaison-desktop-1", "on"));
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(`${stage.url}/`);
  assert.deepEqual(await page.evaluate(() => [sessionStorage.length, localStorage.length]), [0, 0]);
});

browserTest("without a script a researcher is found and asked", async (stage) => {
  const page = await openExperts(stage, "", { javaScriptEnabled: false });
  await page.getByLabel("Specialty").selectOption("Neurology (1)");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL("**/experts?specialty=Neurology");
  await page.getByRole("button", { name: "Request Meeting" }).click();
  await page.waitForURL(/\/experts\/\d+\/request\?$/);
  await page.getByRole("heading", { name: "Dr. Kenji Watanabe" }).waitFor();

  const send = () => page.getByRole("button", { name: "Send Request" }).click();
  await page.getByLabel("Message").fill("First line\nsecond line");
  await page.getByLabel("Date").fill("2099-03-08");
  await page.getByLabel("Time").fill("02:30");
  await page.getByLabel("Meeting Type").selectOption("Phone Call");
  await send();
  await page.locator("#time-error").getByText("This time does not exist on that day").waitFor();
  assert.equal(await page.getByLabel("Message").inputValue(), "First line\nsecond line");
  assert.equal(await page.getByLabel("Date").inputValue(), "2099-03-08");
  assert.equal(await page.getByLabel("Meeting Type").inputValue(), "phone_call");
  await page.getByLabel("Time").fill("03:30");
  await send();
  await page.waitForURL("**/dashboard/patient?done=request-sent");
  await page.getByText("Your request is sent.").waitFor();
  const [row] = await stage.sql`
    select message, preferred_datetime as at, meeting_type from meeting_requests`;
  assert.match(row.message, /^First line\nsecond line\n\nPreferred Date & Time: .*03:30 AM\n/);
  assert.equal(row.at.toISOString(), "2099-03-08T07:30:00.000Z");
  assert.equal(row.meeting_type, "phone_call");
});

browserTest("a form that is sent twice asks once; a second request is refused", async (stage) => {
  const [{ id }] = await stage.sql`select id from users where email = ${KENJI}`;
  const path = `/experts/${id}/request`;
  const page = await openExperts(stage, "", { javaScriptEnabled: false });
  const post = (form: Record<string, string>) =>
    page.request.post(path, {
      form,
      maxRedirects: 0,
      headers: { origin: stage.url, "sec-fetch-site": "same-origin" },
    });
  const wish = { message: "Hello", date: "", time: "", meeting_type: "video_call" };
  const answers = await Promise.all([post(wish), post(wish)]);
  assert.deepEqual(answers.map((answer) => answer.status()), [303, 303]);
  assert.equal(await countRequests(stage), 1);
  const other = await post({ ...wish, message: "Hell" });
  assert.equal(other.status(), 409);
  assert.match(await other.text(), /pending already.*See your requests/);
  assert.equal((await post({ ...wish, message: " " })).status(), 400);
  assert.equal((await post({ ...wish, meeting_type: "dance" })).status(), 400);

  await page.goto(path);
  await page.getByRole("link", { name: "See your request" }).click();
  await page.waitForURL(/\/requests\/\d+$/);
  for (const wrong of ["0", "x", "999999", "1"]) {
    const response = await page.goto(`/experts/${wrong}/request`);
    assert.equal(response!.status(), 404, wrong);
  }
  const researcher = await stage.signIn(RESEARCHER, { path: path });
  await researcher.waitForURL("**/experts");
});
