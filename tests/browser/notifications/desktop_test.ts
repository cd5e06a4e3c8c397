/** Notifications on the desktop: asked for by a button alone, shown once however many tabs. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  browserTest,
  fillSignIn,
  JOHN,
  live,
  PATIENT,
  RESEARCHER,
  SARAH,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { insertNotification } from "../../helpers/factories.ts";

type Shown = { title: string; closed: boolean; onclick(): void };
type Desktop = { asked: number; shown: Shown[] };

/** Stands in for the desktop, which a headless browser has not. All tabs have one permission. */
function desktop(): void {
  const state: Desktop = { asked: 0, shown: [] };
  class Notification {
    closed = false;
    onclose?: () => void;
    constructor(readonly title: string) {
      state.shown.push(this as never);
    }
    close() {
      this.closed = true;
      this.onclose?.();
    }
    static get permission() {
      return localStorage.getItem("permission") ?? "default";
    }
    static requestPermission() {
      state.asked++;
      if (!localStorage.getItem("permission")) localStorage.setItem("permission", "granted");
      return Promise.resolve(this.permission);
    }
  }
  Object.assign(globalThis, { Notification, desktop: state });
}

function stateOf(page: Page): Promise<Desktop> {
  return page.evaluate(() => (globalThis as never as { desktop: Desktop }).desktop);
}

async function tabs(stage: Stage, count: number): Promise<Page[]> {
  const first = await stage.signIn(PATIENT);
  await first.context().addInitScript(desktop);
  const pages = [first];
  while (pages.length < count) pages.push(await first.context().newPage());
  for (const page of pages) {
    await page.goto("/notifications");
    await live(page);
  }
  return pages;
}

async function notify({ sql }: Stage, title: string, type = "meeting_reminder") {
  await insertNotification(sql, JOHN, SARAH, { title, notification_type: type });
}

/** Presses the button on the first page, and waits until all know. */
async function turnOn(...pages: Page[]): Promise<void> {
  await pages[0].getByRole("button", { name: "Desktop notifications: off" }).click();
  for (const page of pages) {
    await page.getByRole("button", { name: "Desktop notifications: on" }).waitFor();
  }
}

async function arrives(page: Page, title: string): Promise<void> {
  await page.locator("main li.notification", { hasText: title }).waitFor();
}

/** What all the pages have shown so far, once one of them has shown `title`. */
async function shownBy(pages: Page[], title: string): Promise<string[]> {
  const isShown = (title: string) =>
    (globalThis as never as { desktop: Desktop }).desktop.shown.some((one) => one.title === title);
  await Promise.any(pages.map((page) => page.waitForFunction(isShown, title)));
  const states = await Promise.all(pages.map(stateOf));
  return states.flatMap(({ shown }) => shown.map((one) => one.title)).sort();
}

browserTest("a button alone turns them on, and one tab shows each", async (stage) => {
  const pages = await tabs(stage, 3);
  await notify(stage, "Before");
  for (const page of pages) {
    await arrives(page, "Before");
    assert.deepEqual(await stateOf(page), { asked: 0, shown: [] });
  }

  await turnOn(...pages);
  await notify(stage, "First");
  await shownBy(pages, "First");
  await notify(stage, "Second");
  assert.deepEqual(await shownBy(pages, "Second"), ["First", "Second"]);

  await pages[1].getByRole("button", { name: "Desktop notifications: on" }).click();
  for (const page of pages) {
    await page.getByRole("button", { name: "Desktop notifications: off" }).waitFor();
  }
  await notify(stage, "Silent");
  for (const page of pages) await arrives(page, "Silent");
  await turnOn(...pages);
  await notify(stage, "Third");
  assert.deepEqual(await shownBy(pages, "Third"), ["First", "Second", "Third"]);
});

browserTest("a press opens what it is about; what is read elsewhere goes", async (stage) => {
  const [page, other] = await tabs(stage, 2);
  await turnOn(page);
  await other.close();
  await notify(stage, "Blood test", "lab_result");
  await shownBy([page], "Blood test");
  await page.evaluate(() => {
    const { shown } = (globalThis as never as { desktop: Desktop }).desktop;
    setTimeout(() => shown.at(-1)!.onclick()); // leaves the page, so after the answer to this call
  });
  await page.getByRole("heading", { name: "Blood test" }).waitFor();
  await page.getByRole("button", { name: "Notifications, 0 unread" }).waitFor();

  await notify(stage, "Read elsewhere");
  await shownBy([page], "Read elsewhere");
  await stage.sql`update meeting_notifications set is_read = true`;
  await page.waitForFunction(() =>
    (globalThis as never as { desktop: Desktop }).desktop.shown.at(-1)!.closed
  );
});

browserTest(
  "choices of types hold, and a browser that refuses shows the button as blocked",
  async (stage) => {
    const { sql } = stage;
    const [page] = await tabs(stage, 1);
    await sql`
    insert into private.notification_choices (user_id, notification_type, inbox, desktop)
    select id, type, inbox, desktop from users, (values
      ('meeting_scheduled', true, false), ('other', false, true), ('meeting_accepted', false, false)
    ) as choice (type, inbox, desktop) where email = ${PATIENT}`;
    await turnOn(page);
    await notify(stage, "Not wanted", "meeting_scheduled");
    await notify(stage, "Nowhere", "meeting_accepted");
    await arrives(page, "Nowhere");
    await notify(stage, "Only here", "lab_result");
    assert.deepEqual(await shownBy([page], "Only here"), ["Only here"]);

    await page.evaluate(() => localStorage.setItem("permission", "denied"));
    await page.reload();
    const blocked = page.getByRole("button", { name: "Desktop notifications: blocked" });
    await blocked.waitFor();
    assert.equal(await blocked.isDisabled(), true);
  },
);

browserTest("they are off for another person at the same browser", async (stage) => {
  const [page] = await tabs(stage, 1);
  await turnOn(page);
  await page.context().clearCookies();
  await page.goto("/login?next=/notifications");
  await fillSignIn(page, RESEARCHER);
  await page.waitForURL("**/notifications");
  await page.getByRole("button", { name: "Desktop notifications: off" }).waitFor();
});
