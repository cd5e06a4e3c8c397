/** Rows that arrive together make nothing jump, on slow devices neither. */
import assert from "node:assert/strict";
import type { Sql } from "../../../lib/db/pool.ts";
import {
  browserTest,
  JOHN,
  live,
  PATIENT,
  RESEARCHER,
  SARAH,
} from "../../helpers/browser/stage.ts";
import { rounds } from "../../helpers/rounds.ts";
import {
  insertNotifications,
  insertRequests,
  insertSchedules,
  times,
} from "../../helpers/factories.ts";
import { noteShifts, readShifts } from "../../helpers/browser/shifts.ts";

const PHONE = { viewport: { width: 390, height: 844 } };

/** Each inserts `count` rows in one statement, which differ in their words and height. */
const INSERTS = {
  notification: (sql: Sql, count: number) =>
    insertNotifications(
      sql,
      JOHN,
      SARAH,
      times(count, (i) => ({ message: "Words. ".repeat(i * 3) })),
    ),
  request: (sql: Sql, count: number) =>
    insertRequests(sql, JOHN, SARAH, times(count, (i) => ({ message: "Words. ".repeat(i * 3) }))),
  meeting: (sql: Sql, count: number) =>
    insertSchedules(sql, JOHN, SARAH, times(count, (i) => ({ start: `${count * 10 + i} days` }))),
};

const ROWS = {
  notification: "main li.notification",
  request: "li.request-card",
  meeting: "li.upcoming-card",
};

const PLACES = [
  [PATIENT, "/notifications", "notification"],
  [PATIENT, "/notifications?filter=unread", "notification"],
  [PATIENT, "/dashboard/patient", "request"],
  [RESEARCHER, "/dashboard/researcher", "request"],
  [RESEARCHER, "/dashboard/researcher", "meeting"],
] as const;

for (const [email, path, kind] of PLACES) {
  browserTest(`on a slow device nothing jumps, ${path}: ten of ${kind}`, async (stage) => {
    const { sql } = stage;
    const page = await stage.signIn(email, PHONE);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 6 });
    for (let round = 0; round < rounds(1, 10); round++) {
      // A page that is open would load itself again.
      await page.goto("about:blank");
      await sql`truncate meeting_notifications, meeting_requests, schedules cascade`;
      await INSERTS[kind](sql, 3);
      await page.goto(path);
      await live(page);
      await page.locator(ROWS[kind]).nth(2).waitFor();
      await noteShifts(page);
      await INSERTS[kind](sql, 10);
      await page.locator(ROWS[kind]).nth(kind === "meeting" ? 9 : 12).waitFor();
      assert.deepEqual(await readShifts(page), []);
    }
  });
}
