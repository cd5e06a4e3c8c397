/** What people write from right to left is laid out so, and the page around it stays as it is. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import {
  browserTest,
  JOHN,
  live,
  PATIENT,
  RESEARCHER,
  SARAH,
} from "../../helpers/browser/stage.ts";
import {
  insertNotification,
  insertRequest,
  insertSchedule,
  timeOf,
} from "../../helpers/factories.ts";

const PHONE = { viewport: { width: 390, height: 844 } };
const ARABIC = "أود مناقشة نتائج MRI مع الطبيب.";
const HEBREW_NAME = "שרה כהן";

function directionOf(place: Locator): Promise<string> {
  return place.evaluate((element) => getComputedStyle(element).direction);
}

/** Where the words stand from left to right, as they are read in a line. */
function lefts(place: Locator, words: string[]): Promise<number[]> {
  return place.evaluate((element, words) => {
    const range = document.createRange();
    const leftOf = (word: string) => {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const start = text.textContent!.indexOf(word);
        if (start < 0) continue;
        range.setStart(text, start);
        range.setEnd(text, start + word.length);
        return range.getBoundingClientRect().left;
      }
      throw new Error(`There is no "${word}"`);
    };
    return words.map(leftOf);
  }, words);
}

async function isInOrder(place: Locator, words: string[]): Promise<void> {
  const found = await lefts(place, words);
  assert.deepEqual(found, found.toSorted((a, b) => a - b), words.join());
}

async function staysAsItIs(page: Page): Promise<void> {
  for (const place of ["html", "main", "h1", "h2"]) {
    assert.equal(await directionOf(page.locator(place).first()), "ltr", place);
  }
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
}

browserTest("messages in Arabic are laid out from right to left", async (stage) => {
  const { sql } = stage;
  await insertRequest(sql, JOHN, SARAH, { message: ARABIC });
  await insertNotification(sql, JOHN, SARAH, {
    notification_type: "lab_result",
    title: ARABIC,
    message: ARABIC,
  });
  const researcher = await stage.signIn(RESEARCHER, PHONE);
  const card = researcher.locator("li.request-card");
  const message = card.locator(".message-text");
  await message.getByText(ARABIC).waitFor();
  assert.equal(await directionOf(message), "rtl");
  assert.equal(await directionOf(card), "ltr");
  await staysAsItIs(researcher);
  await card.getByRole("button", { name: "Give a reason" }).click();
  const reason = card.getByLabel("Reason");
  assert.equal(await directionOf(reason), "ltr");
  await reason.fill(ARABIC);
  assert.equal(await directionOf(reason), "rtl");
  await card.getByRole("button", { name: "Decline", exact: true }).click();
  await card.locator(".request-card-reason").waitFor();
  assert.equal(await directionOf(card.locator(".request-card-reason")), "rtl");

  const patient = await stage.signIn(PATIENT, { ...PHONE, path: "/notifications" });
  const row = patient.locator("main li.notification", {
    hasText: ARABIC,
    hasNotText: "declined",
  });
  for (const part of [".notification-title", ".notification-message"]) {
    assert.equal(await directionOf(row.locator(part)), "rtl", part);
  }
  assert.equal(await directionOf(row), "ltr");
  const declined = patient.locator("main li.notification", { hasText: "declined your" });
  const notice = declined.locator(".notification-message");
  assert.equal(await directionOf(notice), "ltr");
  await isInOrder(notice, ["Reason:", "الطبيب", "MRI", "أود"]);
  await staysAsItIs(patient);
});

browserTest("a name in Hebrew leaves its sentence in order", async (stage) => {
  const { sql } = stage;
  await sql`update users set full_name = ${HEBREW_NAME} where email = ${PATIENT}`;
  const at = timeOf("3 days");
  await insertRequest(sql, JOHN, SARAH, { preferred_datetime: at });
  await insertSchedule(sql, JOHN, SARAH, at);
  const page = await stage.signIn(RESEARCHER, PHONE);
  const [first, last] = HEBREW_NAME.split(" ");
  const hint = page.locator(".decision-hint");
  await hint.getByText("with").waitFor();
  assert.equal(await hint.locator("bdi").textContent(), HEBREW_NAME);
  await isInOrder(hint, ["You have", "with", last, first, "at that time."]);
  await page.locator("li.request-card h3 bdi", { hasText: HEBREW_NAME }).waitFor();

  await page.goto("/notifications");
  await live(page);
  const row = page.locator("main li.notification", { hasText: "asks you" });
  const message = row.locator(".notification-message");
  assert.equal(await directionOf(message), "ltr");
  assert.equal(await message.locator("bdi").first().textContent(), HEBREW_NAME);
  await isInOrder(message, [last, first, "asks you"]);
});
