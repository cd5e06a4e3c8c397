/** What any writer commits appears in the right open page, once, and in nobody else's. */
import assert from "node:assert/strict";
import type { Sql } from "../../../lib/db/pool.ts";
import {
  browserTest,
  cardOf,
  fillSignIn,
  JOHN,
  KENJI,
  live,
  OTHER_RESEARCHER,
  PATIENT,
  RESEARCHER,
  SARAH,
} from "../../helpers/browser/stage.ts";
import { becomes, notificationOf } from "../../helpers/browser/page.ts";
import {
  insertNotification,
  insertNotifications,
  insertRequest,
  times,
} from "../../helpers/factories.ts";
import { noteShifts, readShifts } from "../../helpers/browser/shifts.ts";

/** A request with all columns of the seed's example row. */
function ask(sql: Sql, message: string, expert = SARAH): Promise<number> {
  const row = { message, status: "pending", created_at: new Date(), updated_at: null };
  return insertRequest(sql, JOHN, expert, row);
}

browserTest("rows written by SQL appear in the right pages, and in no others", async (stage) => {
  const { sql } = stage;
  const patient = await stage.signIn(PATIENT);
  const researcher = await stage.signIn(RESEARCHER);
  const other = await stage.signIn(OTHER_RESEARCHER);

  await ask(sql, "Written by SQL");
  await cardOf(researcher, "Written by SQL").getByRole("button", { name: "Accept" }).waitFor();
  await cardOf(patient, "Written by SQL").getByText("Pending", { exact: true }).waitFor();

  await sql`update meeting_requests set status = 'accepted' where message = 'Written by SQL'`;
  await cardOf(patient, "Written by SQL").getByText("Accepted", { exact: true }).waitFor();
  await cardOf(researcher, "Written by SQL").getByText("Accepted", { exact: true }).waitFor();

  await sql`delete from meeting_requests where message = 'Written by SQL'`;
  await cardOf(patient, "Written by SQL").waitFor({ state: "detached" });
  await cardOf(researcher, "Written by SQL").waitFor({ state: "detached" });

  await ask(sql, "For the other one", KENJI);
  await ask(sql, "Marker");
  await cardOf(other, "For the other one").waitFor();
  assert.equal(await other.getByText("Written by SQL").count(), 0);
  await cardOf(researcher, "Marker").waitFor();
  assert.equal(await cardOf(researcher, "For the other one").count(), 0);
});

browserTest(
  "notifications written by SQL come, are read and go in bell and list",
  async (stage) => {
    const { sql } = stage;
    const patient = await stage.signIn(PATIENT);
    const researcher = await stage.signIn(RESEARCHER);
    await patient.goto("/notifications");
    await live(patient);
    const unread = (count: number) =>
      patient.getByRole("button", { name: `Notifications, ${count} unread`, exact: true })
        .waitFor();

    await insertNotifications(sql, JOHN, SARAH, times(2, (i) => ({ title: `Reminder ${i}` })));
    await notificationOf(patient, "Reminder 1").waitFor();
    await unread(2);
    await patient.getByText("2 new notifications").or(patient.getByText("New notification: "))
      .waitFor({ state: "attached" });

    await sql`update meeting_notifications set is_read = true where title = 'Reminder 1'`;
    await unread(1);
    await notificationOf(patient, "Reminder 1").and(patient.locator(":not(.notification-unread)"))
      .waitFor();

    const answered = patient.waitForResponse("**/read");
    await notificationOf(patient, "Reminder 2").getByRole("button").click();
    await unread(0);
    await answered;
    const [row] = await sql`select is_read from meeting_notifications where title = 'Reminder 2'`;
    assert.equal(row.is_read, true);

    await sql`delete from meeting_notifications where title = 'Reminder 2'`;
    await notificationOf(patient, "Reminder 2").waitFor({ state: "detached" });

    await ask(sql, "Marker");
    await cardOf(researcher, "Marker").waitFor();
    assert.equal(await researcher.getByText("Reminder").count(), 0);
  },
);

browserTest("a burst, a very long message and a rolled-back row", async (stage) => {
  const { sql } = stage;
  const patient = await stage.signIn(PATIENT, { path: "/notifications" });

  const rollback = new Error("rolled back");
  await assert.rejects(
    sql.begin(async (tx) => {
      await insertNotification(tx as unknown as Sql, JOHN, SARAH, { title: "Never 1" });
      throw rollback;
    }),
    rollback,
  );
  await insertNotifications(sql, JOHN, SARAH, times(120, (i) => ({ title: `Many ${i}` })));
  await ask(sql, "y".repeat(20_000));
  await patient.getByRole("button", { name: "Notifications, 120 unread" }).waitFor();
  await patient.locator(".bell-badge", { hasText: "99+" }).waitFor();
  await notificationOf(patient, "Many 120").waitFor();
  await becomes(() => notificationOf(patient, "Many").count(), 120);
  const titles = await patient.locator("main .notification-title").allTextContents();
  assert.equal(titles.length, 120);
  assert.equal(new Set(titles).size, 120);
  assert.ok(!titles.some((title) => title.includes("Never")));

  await patient.getByRole("button", { name: "Mark all as read" }).click();
  await patient.getByRole("button", { name: "Notifications, 0 unread" }).waitFor();

  await patient.goto("/dashboard");
  const card = patient.locator("li.request-card");
  await card.getByRole("button", { name: "Show all" }).waitFor();
  const folded = await card.boundingBox();
  await card.getByRole("button", { name: "Show all" }).click();
  await card.getByRole("button", { name: "Show less" }).waitFor();
  const unfolded = await card.boundingBox();
  assert.ok(folded!.height < 600 && unfolded!.height > 2 * folded!.height);
});

browserTest("ten rows arrive without a shift of the layout", async (stage) => {
  const patient = await stage.signIn(PATIENT);
  const { sql } = stage;
  await ask(sql, "There before");
  await cardOf(patient, "There before").waitFor();
  await patient.reload();
  await live(patient);
  await noteShifts(patient);
  for (let i = 1; i <= 10; i++) await ask(sql, `Arrival ${i}.`);
  await cardOf(patient, "Arrival 10.").waitFor();
  await cardOf(patient, "Arrival 1.").waitFor();
  assert.deepEqual(await readShifts(patient), []);
});

browserTest(
  "the page shows that it is offline, and loads what it missed afterwards",
  async (stage) => {
    const { sql } = stage;
    const patient = await stage.signIn(PATIENT);
    const researcher = await stage.signIn(RESEARCHER);

    await patient.context().setOffline(true);
    await patient.getByText("Offline – trying again").waitFor();
    await ask(sql, "While away");
    await sql`update meeting_requests set status = 'accepted' where message = 'While away'`;
    await cardOf(researcher, "While away").waitFor();
    assert.equal(await cardOf(patient, "While away").count(), 0);

    await patient.context().setOffline(false);
    await cardOf(patient, "While away").getByText("Accepted", { exact: true }).waitFor();
    await live(patient);
    assert.equal(await cardOf(patient, "While away").count(), 1);
  },
);

browserTest("a page outlives a restart of the server", async (stage) => {
  const patient = await stage.signIn(PATIENT);
  await ask(stage.sql, "Before");
  await cardOf(patient, "Before").waitFor();
  const offline = patient.locator(".connection[data-status=offline]").waitFor();
  await stage.app.restart();
  await ask(stage.sql, "After");
  await offline;
  await cardOf(patient, "After").waitFor();
  await live(patient);
  assert.equal(await patient.locator("li.request-card").count(), 2);
});

browserTest(
  "a page shows that it is behind for as long as nothing new can be read",
  async (stage) => {
    const { sql } = stage;
    const patient = await stage.signIn(PATIENT);
    await live(patient);
    await sql.begin(async (tx) => {
      await tx`lock table private.changes in access exclusive mode`;
      await patient.getByText("Updates are delayed").waitFor();
    });
    await live(patient);
    await ask(sql, "Read again");
    await cardOf(patient, "Read again").waitFor();
  },
);

browserTest("a page whose place in the feed is gone loads its lists again", async (stage) => {
  const { sql } = stage;
  const patient = await stage.signIn(PATIENT);
  const researcher = await stage.signIn(RESEARCHER);
  await ask(sql, "To be deleted");
  await cardOf(patient, "To be deleted").waitFor();

  await patient.context().setOffline(true);
  await patient.getByText("Offline – trying again").waitFor();
  await sql`delete from meeting_requests`;
  await ask(sql, "To be loaded");
  await cardOf(researcher, "To be loaded").waitFor();
  await sql`select private.prune_changes('0 seconds', 1000000)`;

  await patient.context().setOffline(false);
  await cardOf(patient, "To be loaded").waitFor();
  await cardOf(patient, "To be deleted").waitFor({ state: "detached" });
  await live(patient);
});

browserTest(
  "signing out in one tab ends the other, which leads back after the sign-in",
  async (stage) => {
    const first = await stage.signIn(PATIENT, { path: "/experts?search=sarah" });
    const second = await first.context().newPage();
    await second.goto("/dashboard");
    await second.getByRole("button", { name: "Sign out" }).click();
    await second.waitForURL(stage.url + "/");

    await first.getByText("You are signed out").waitFor();
    await first.getByRole("link", { name: "sign in again" }).click();
    await fillSignIn(first, PATIENT);
    await first.waitForURL("**/experts?search=sarah");
  },
);

browserTest(
  "a session whose row is deleted ends, another of the same person goes on",
  async (stage) => {
    const { sql } = stage;
    const ended = await stage.signIn(PATIENT);
    const lasting = await stage.signIn(PATIENT);
    await sql`delete from private.sessions where id = (
    select min(s.id) from private.sessions s join users u on u.id = s.user_id where u.email = ${PATIENT}
  )`;
    await ended.getByText("You are signed out").waitFor();
    await ask(sql, "Still live");
    await cardOf(lasting, "Still live").waitFor();
    assert.equal(await cardOf(ended, "Still live").count(), 0);
  },
);

browserTest("a page shows nothing of whoever signs in after its own person", async (stage) => {
  const { sql } = stage;
  const patient = await stage.signIn(PATIENT);
  const researcher = await stage.signIn(RESEARCHER);
  await patient.context().setOffline(true);
  await patient.getByText("Offline – trying again").waitFor();
  await patient.context().clearCookies();
  await patient.context().addCookies(await researcher.context().cookies());
  const title = "For the researcher";
  await insertNotification(sql, JOHN, SARAH, { title, recipient_id: SARAH.id });
  await researcher.getByRole("button", { name: "Notifications, 1 unread" }).waitFor();

  await patient.context().setOffline(false);
  await patient.getByText("You are signed out").waitFor();
  assert.equal(await patient.getByText(title).count(), 0);
});
