/** What arrives while lists are being read again, by reads that are answered late. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Sql } from "../../lib/db/pool.ts";
import { browserTest, JOHN, PATIENT, SARAH } from "../helpers/browser/stage.ts";
import { Heard } from "../helpers/heard.ts";
import { insertNotifications, timeOf } from "../helpers/factories.ts";

/** Those that the bell has, which every page knows. */
const LATEST = Array.from({ length: 10 }, () => "Seen");

/** Notifications for the patient with these titles; the first is a day old, the next two days. */
async function tell(sql: Sql, titles: string[], isRead: boolean): Promise<void> {
  const row = (title: string, index: number) => ({
    title,
    created_at: timeOf(`-${index + 1} days`),
    is_read: isRead,
  });
  await insertNotifications(sql, JOHN, SARAH, titles.map(row));
}

/** Has the server answer calls of `path` at once, and the page hear of it when they are let go. */
async function delay(page: Page, path: string): Promise<Heard<() => Promise<void>>> {
  const held = new Heard<() => Promise<void>>();
  await page.route(path, async (route) => {
    const response = await route.fetch();
    held.add(() => route.fulfill({ response }));
  });
  return held;
}

/** The first `count` of `held`, once there are as many. */
async function first<T>(held: Heard<T>, count: number): Promise<T[]> {
  await held.until(`${count} calls`, () => held.all.length >= count);
  return held.all.slice(0, count);
}

function rowOf(page: Page, title: string) {
  return page.locator("main li.notification.notification-unread", { hasText: title });
}

const counts = (page: Page, count: number) =>
  page.getByRole("button", { name: `Notifications, ${count} unread`, exact: true }).waitFor();

browserTest("what arrives during two reads at once stays on the page", async (stage) => {
  const { sql } = stage.liaison.db;
  await tell(sql, [...LATEST, "One", "Two"], true);
  const page = await stage.signIn(PATIENT, { path: "/notifications?filter=unread" });
  const held = await delay(page, "**/api/meeting-notifications?*");
  // The bell and the list read each.
  await sql`update meeting_notifications set is_read = false where title = 'One'`;
  const early = await first(held, 2);
  await sql`update meeting_notifications set is_read = false where title = 'Two'`;
  const late = (await first(held, 4)).slice(2);
  await tell(sql, ["Arrival"], false);
  await rowOf(page, "Arrival").waitFor();
  await Promise.all(early.map((go) => go()));
  await rowOf(page, "One").waitFor();
  await Promise.all(late.map((go) => go()));
  await rowOf(page, "Two").waitFor();
  assert.equal(await rowOf(page, "Arrival").count(), 1);
  await counts(page, 3);
});

browserTest("an answer that comes after that to a later read changes nothing", async (stage) => {
  const { sql } = stage.liaison.db;
  await tell(sql, [...LATEST, "One", "Two"], true);
  const page = await stage.signIn(PATIENT, { path: "/notifications?filter=unread" });
  const held = await delay(page, "**/api/meeting-notifications?*");
  await sql`update meeting_notifications set is_read = false where title = 'One'`;
  const early = await first(held, 2);
  await sql`update meeting_notifications set is_read = false where title = 'Two'`;
  const late = (await first(held, 4)).slice(2);
  await Promise.all(late.map((go) => go()));
  await rowOf(page, "Two").waitFor();
  await Promise.all(early.map((go) => go()));
  await tell(sql, ["Marker"], false);
  await rowOf(page, "Marker").waitFor();
  await counts(page, 3);
  for (const title of ["One", "Two"]) assert.equal(await rowOf(page, title).count(), 1, title);
});
