/** The inbox and the bell: one truth in all tabs and on all devices, by mouse, keys and forms. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Sql } from "../../../lib/db/pool.ts";
import {
  browserTest,
  JOHN,
  live,
  PATIENT,
  SARAH,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { faultsOf } from "../../helpers/browser/accessibility.ts";
import { focused, notificationOf, settle } from "../../helpers/browser/page.ts";
import { insertNotifications, insertRequest, timeOf, times } from "../../helpers/factories.ts";
import { noteShifts, readShifts } from "../../helpers/browser/shifts.ts";

type Fields = { type?: string; title?: string; at?: string; is_read?: boolean; count?: number };

/** Notifications for the patient, titled `title 1` and so on; each a minute older than the last. */
async function notify(sql: Sql, fields: Fields = {}): Promise<void> {
  const { type = "meeting_reminder", title = "News", at = "0 seconds", is_read = false } = fields;
  const row = (i: number) => ({
    notification_type: type,
    title: `${title} ${i}`,
    message: `The words of ${title} ${i}`,
    created_at: new Date(timeOf(at).getTime() - (i - 1) * 60_000),
    is_read,
  });
  await insertNotifications(sql, JOHN, SARAH, times(fields.count ?? 1, row));
}

function unread(page: Page, title: string) {
  return page.locator("main li.notification.notification-unread", { hasText: title });
}

/** Waits until the bell and the title show it. */
async function counts(page: Page, count: number): Promise<void> {
  await page.getByRole("button", { name: `Notifications, ${count} unread`, exact: true }).waitFor();
  const start = count > 0 ? `(${count}) ` : "";
  await page.waitForFunction((start) => document.title.startsWith(`${start}Notif`), start);
}

/** The patient's inbox in a browser of its own, connected. */
function inboxOf(stage: Stage, query = "", options = {}): Promise<Page> {
  return stage.signIn(PATIENT, { ...options, path: `/notifications${query}` });
}

browserTest("all tabs and devices agree on what is read, unread and gone", async (stage) => {
  const { sql } = stage;
  const phone = await inboxOf(stage, "", { viewport: { width: 390, height: 844 } });
  const desk = await inboxOf(stage);
  const tab = await desk.context().newPage();
  await tab.goto("/notifications?filter=unread");
  await live(tab);
  const pages = [phone, desk, tab];
  const all = (check: (page: Page) => Promise<unknown>) => Promise.all(pages.map(check));

  await notify(sql, { count: 3 });
  await all((page) => counts(page, 3));
  await all((page) => unread(page, "News 3").waitFor());
  const dot = desk.locator('link[rel="icon"][href*="unread"]');
  await dot.waitFor({ state: "attached" });

  await unread(desk, "News 1").getByRole("button", { name: "Mark as read" }).click();
  await all((page) => counts(page, 2));
  await unread(phone, "News 1").waitFor({ state: "detached" });
  await notificationOf(tab, "News 1").waitFor({ state: "detached" });

  await notificationOf(phone, "News 1").getByRole("button", { name: "Mark as unread" }).click();
  await all((page) => counts(page, 3));
  await all((page) => unread(page, "News 1").waitFor());

  await sql`delete from meeting_notifications where title = 'News 2'`;
  await all((page) => notificationOf(page, "News 2").waitFor({ state: "detached" }));
  await all((page) => counts(page, 2));

  await phone.locator("main").getByRole("button", { name: "Mark all as read" }).click();
  await all((page) => counts(page, 0));
  await tab.getByText("You have read everything").waitFor();
  await unread(desk, "News").first().waitFor({ state: "detached" });
  await dot.waitFor({ state: "detached" });
  const [{ left }] = await sql`
    select count(*)::int as left from meeting_notifications where not is_read`;
  assert.equal(left, 0);

  await sql`update meeting_notifications set is_read = false where title = 'News 3'`;
  await all((page) => unread(page, "News 3").waitFor());
});

browserTest("what is unread again and was never on the page appears", async (stage) => {
  const { sql } = stage;
  await notify(sql, { title: "Old", at: "2026-01-01", is_read: true });
  const page = await inboxOf(stage, "?filter=unread");
  await page.getByText("You have read everything").waitFor();
  await sql`update meeting_notifications set is_read = false`;
  await unread(page, "Old 1").waitFor();
});

browserTest("a mark that is refused is taken back with a message", async (stage) => {
  const { sql } = stage;
  await notify(sql);
  const page = await inboxOf(stage);
  await page.route("**/read", (route) => route.abort());
  await notificationOf(page, "News 1").getByRole("button", { name: "Mark as read" }).click();
  await page.getByRole("status").getByText("cannot be reached").waitFor();
  await unread(page, "News 1").waitFor();
  await counts(page, 1);
});

browserTest("notifications lead to what they are about, and are read by it", async (stage) => {
  const { sql } = stage;
  const page = await inboxOf(stage);
  const elsewhere = await inboxOf(stage);
  const id = await insertRequest(sql, JOHN, SARAH);
  await sql`update meeting_requests set status = 'rejected', decision_reason = 'Away'`;
  await notificationOf(page, "declined").getByRole("link", { name: /declined/ }).click();
  await page.waitForURL(`**/requests/${id}`);
  await counts(elsewhere, 0);
  await page.goBack();
  await notificationOf(page, "declined").waitFor();
  await counts(page, 0);

  await notify(sql, { type: "lab_result", title: "Blood test" });
  const bell = page.getByRole("button", { name: "Notifications, 1 unread" });
  await bell.click();
  await page.locator("#bell-panel").getByRole("link", { name: /Blood test/ }).click();
  await page.getByRole("heading", { name: "Blood test 1" }).waitFor();
  await page.locator("main").getByText("The words of Blood test 1", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Mark as unread" }).click();
  await page.waitForURL("**/notifications");
  await unread(page, "Blood test").waitFor();

  await sql`delete from meeting_requests`;
  await notificationOf(page, "declined").getByRole("link", { name: /declined/ }).click();
  await page.getByText("The request or meeting that this was about was removed").waitFor();
  const gone = await page.goto("/notifications/2147483647");
  assert.equal(gone!.status(), 404);
  await page.getByRole("link", { name: "See all notifications" }).click();
  await notificationOf(page, "Blood test").waitFor();
});

browserTest("filters stand in the address, and show what arrives and matches", async (stage) => {
  const { sql } = stage;
  await notify(sql, { title: "Reminder", count: 2 });
  await notify(sql, { title: "Move", type: "meeting_rescheduled", is_read: true });
  const page = await inboxOf(stage);
  const filters = page.getByRole("navigation", { name: "Show" });
  assert.deepEqual(
    await filters.getByRole("link").allTextContents(),
    ["All", "Unread", "Rescheduled", "Reminders"],
  );
  await filters.getByRole("link", { name: "Rescheduled" }).click();
  await page.waitForURL("**/notifications?filter=meeting_rescheduled");
  await live(page);
  await notify(sql, { title: "Not this", count: 1 });
  await notify(sql, { title: "Another move", type: "meeting_rescheduled" });
  await notify(sql, { title: "News", type: "lab_result" });
  await notificationOf(page, "Another move").waitFor();
  await filters.getByRole("link", { name: "Lab result" }).waitFor();
  const titles = await page.locator("main .notification-title").allTextContents();
  assert.deepEqual(titles.map((title) => title.trim()), ["Unread: Another move 1", "Move 1"]);

  await page.goBack();
  await notificationOf(page, "Reminder 2").waitFor();
  await live(page);
  await filters.getByRole("link", { name: "Unread" }).click();
  await page.waitForURL("**/notifications?filter=unread");
  await live(page);
  await notificationOf(page, "words of Move 1").waitFor({ state: "detached" });
  for (const nonsense of ["?filter=%00", "?filter=A+b&before=x", "?before=0", "?before=99999999"]) {
    const answer = await page.goto(`/notifications${nonsense}`);
    assert.equal(answer!.status(), 200, nonsense);
    await notificationOf(page, "Reminder 2").waitFor();
  }
});

browserTest("rows stand under the day of the reader's own calendar", async (stage) => {
  const { sql } = stage;
  await sql`update users set time_zone = 'America/Los_Angeles' where email = ${PATIENT}`;
  await notify(sql, { title: "Late", at: "2025-11-05T07:30:00Z" });
  await notify(sql, { title: "Now" });
  const page = await inboxOf(stage);
  const day = page.getByRole("region", { name: "Tuesday, November 4, 2025" });
  await day.getByRole("link", { name: /Late 1.*11:30 PM/ }).waitFor();
  await page.getByRole("region", { name: "Today" }).getByRole("link", { name: /Now 1/ }).waitFor();
});

browserTest("the inbox and the bell by keyboard alone", async (stage) => {
  const { sql } = stage;
  await notify(sql, { count: 3 });
  const page = await inboxOf(stage, "?filter=unread");
  const onLink = (name: RegExp) => page.getByRole("link", { name }).and(page.locator(":focus"));
  const tabTo = async (name: RegExp) => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press("Tab");
      if (await onLink(name).count() > 0) return;
    }
    assert.fail(`no ${name} by Tab`);
  };
  await tabTo(/News 1/);
  await page.keyboard.press("j");
  await onLink(/News 2/).waitFor();
  await page.keyboard.press("ArrowDown");
  await onLink(/News 3/).waitFor();
  await page.keyboard.press("k");
  await onLink(/News 2/).waitFor();
  await page.keyboard.press("u");
  await notificationOf(page, "News 2").waitFor({ state: "detached" });
  await onLink(/News 3/).waitFor();
  await page.keyboard.press("u");
  await notificationOf(page, "News 3").waitFor({ state: "detached" });
  await onLink(/News 1/).waitFor();
  await page.keyboard.press("u");
  await page.getByText("You have read everything").waitFor();
  await onLink(/^Unread/).waitFor();

  const bell = page.getByRole("button", { name: "Notifications, 0 unread" });
  const panel = page.locator("#bell-panel");
  await bell.focus();
  await page.keyboard.press("Enter");
  await panel.waitFor();
  await tabTo(/News 1/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("u");
  await counts(page, 1);
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await focused(page.locator(".bell-button"));
  await page.keyboard.press("Enter");
  await panel.waitFor();
  await tabTo(/News 2/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "News 2" }).waitFor();
});

browserTest("without a script the inbox is read, marked and gone through", async (stage) => {
  const { sql } = stage;
  await notify(sql, { count: 60 });
  const page = await stage.signIn(PATIENT, { javaScriptEnabled: false, path: "/notifications" });
  assert.equal(await page.locator("main li.notification").count(), 50);
  await notificationOf(page, "News 7").getByRole("button", { name: "Mark as read" }).click();
  await page.getByText("Marked as read.").waitFor();
  await notificationOf(page, "News 7").getByRole("button", { name: "Mark as unread" }).click();
  await unread(page, "News 7").waitFor();

  await page.getByRole("link", { name: "Older notifications" }).click();
  await notificationOf(page, "News 60").waitFor();
  assert.equal(await page.locator("main li.notification").count(), 10);
  await notificationOf(page, "News 60").getByRole("button", { name: "Mark as read" }).click();
  await page.getByText("Marked as read.").waitFor();
  await notificationOf(page, "News 51").waitFor();
  await page.getByRole("link", { name: "Newest notifications" }).click();
  await page.waitForURL("**/notifications");
  await page.getByRole("link", { name: "Unread", exact: true }).click();
  await page.waitForURL("**/notifications?filter=unread");
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await page.getByText("You have read everything").waitFor();
  await page.getByRole("link", { name: "Show all notifications" }).click();
  await page.waitForURL("**/notifications");
  await notificationOf(page, "News 2").first().getByRole("link").click();
  await page.locator("main").getByText("The words of News 2").waitFor();
});

browserTest(
  "ten notifications arrive without a shift of the layout, and are announced",
  async (stage) => {
    const { sql } = stage;
    await notify(sql, { title: "There before", count: 3 });
    const page = await inboxOf(stage);
    await noteShifts(page);
    for (let i = 1; i <= 10; i++) {
      await notify(sql, { title: `Arrival ${i}.` });
      await notificationOf(page, `Arrival ${i}.`).waitFor();
      await settle(page);
    }
    const said = page.locator(".bell [aria-live=polite]");
    await said.getByText(/^New notification: Arrival|^\d+ new notifications$/).waitFor({
      state: "attached",
    });
    assert.deepEqual(await readShifts(page), []);
  },
);

browserTest("the pages of the inbox have no accessibility fault", async (stage) => {
  await notify(stage.sql, { type: "lab_result", count: 3 });
  const page = await inboxOf(stage);
  const found: string[] = [];
  const places = ["", "?filter=unread", "?filter=nothing", "/1", "/99999999"];
  for (const place of places) {
    await page.goto(`/notifications${place}`);
    await live(page);
    found.push(...await faultsOf(page, place));
  }
  assert.deepEqual(found, []);
});
