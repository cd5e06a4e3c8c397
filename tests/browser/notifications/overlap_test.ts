/** What happens while a page of older rows is on its way to the list. */
import assert from "node:assert/strict";
import type { Page, Route } from "playwright-core";
import type { Sql } from "../../../lib/db/pool.ts";
import { browserTest, JOHN, PATIENT, SARAH } from "../../helpers/browser/stage.ts";
import { notificationOf } from "../../helpers/browser/page.ts";
import { insertNotifications, timeOf, times } from "../../helpers/factories.ts";

/** Unread notifications for the patient, titled `title 1` and so on; each a day older than the last. */
async function insert(sql: Sql, title: string, count: number): Promise<void> {
  const row = (n: number) => ({ title: `${title} ${n}.`, created_at: timeOf(`-${n} days`) });
  await insertNotifications(sql, JOHN, SARAH, times(count, row));
}

/** Has the server answer the next call of `path` at once; the page gets the answer when it is released. */
async function hold(page: Page, path: string) {
  const [answered, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const answer = async (route: Route) => {
    const response = await route.fetch();
    answered.resolve();
    await released.promise;
    await route.fulfill({ response });
  };
  await page.route(path, answer, { times: 1 });
  return { answered: answered.promise, release: () => released.resolve() };
}

browserTest("an answer that comes late undoes nothing that events have brought", async (stage) => {
  const { sql } = stage;
  await insert(sql, "No.", 60);
  const page = await stage.signIn(PATIENT, { path: "/notifications?filter=unread" });
  const older = await hold(page, "**/api/meeting-notifications?*");
  await notificationOf(page, "No. 50.").scrollIntoViewIfNeeded();
  await older.answered;
  await sql`update meeting_notifications set is_read = true where title in ('No. 51.', 'No. 53.')`;
  await sql`update meeting_notifications set is_read = false where title = 'No. 53.'`;
  await sql`update meeting_notifications set title = 'Edited' where title = 'No. 54.'`;
  await sql`delete from meeting_notifications where title = 'No. 55.'`;
  await insert(sql, "Arrival", 1);
  await notificationOf(page, "Arrival 1.").waitFor();
  older.release();
  await notificationOf(page, "No. 60.").waitFor();
  const titles = await page.locator("main .notification-title").allTextContents();
  const older50 = titles.slice(51).map((title) => title.replace(/^Unread: /, ""));
  const rest = [56, 57, 58, 59, 60].map((number) => `No. ${number}.`);
  assert.deepEqual(older50, ["No. 52.", "No. 53.", "Edited", ...rest]);
});
