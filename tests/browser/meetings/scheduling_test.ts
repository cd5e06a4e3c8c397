/** Meetings that people schedule directly, and who may not. */
import assert from "node:assert/strict";
import type { Sql } from "../../../lib/db/pool.ts";
import {
  browserTest,
  JOHN,
  KENJI,
  OTHER_RESEARCHER,
  PATIENT,
  RESEARCHER,
  SARAH,
} from "../../helpers/browser/stage.ts";
import {
  assertFocused,
  idOf,
  insertMeeting,
  LINK,
  open,
  rowOf,
} from "../../helpers/browser/meetings.ts";
import { insertRequest } from "../../helpers/factories.ts";

/** Has the patient ask the researcher, so that the two know each other. */
async function acquaint(sql: Sql): Promise<void> {
  await insertRequest(sql, JOHN, SARAH, { status: "accepted" });
}

browserTest("a trial meeting is scheduled directly, and only once", async (stage) => {
  const { sql } = stage;
  await acquaint(sql);
  const patient = await stage.signIn(PATIENT, { path: "/calendar?week=2031-06-10" });
  const researcher = await stage.signIn(RESEARCHER, {
    path: `/meetings/new?with=${await idOf(sql, PATIENT)}`,
  });
  await researcher.getByText("Trial meeting").click();
  await researcher.getByRole("button", { name: "Schedule meeting" }).click();
  await researcher.locator("#date-error").waitFor();
  await assertFocused(researcher, "date");
  await researcher.getByLabel("Date").fill("2031-06-10");
  await researcher.getByLabel("Time", { exact: true }).fill("10:00");
  await researcher.getByLabel("Title").fill("First steps");
  await researcher.getByRole("button", { name: "Schedule meeting" }).dblclick();
  await researcher.waitForURL("**/meetings/*?done=meeting-scheduled");
  await researcher.getByText("The meeting is scheduled.").waitFor();
  await researcher.getByRole("heading", { name: "First steps" }).waitFor();
  await patient.getByRole("link", { name: "10:00 – 10:30 AM Dr. Sarah Smith Trial First steps" })
    .waitFor();
  const rows = await sql<{ id: number }[]>`select id from schedules`;
  assert.equal(rows.length, 1);
  const { minutes, is_trial, start } = await rowOf(stage, rows[0].id);
  assert.deepEqual({ minutes, is_trial, start }, {
    minutes: 30,
    is_trial: true,
    start: "2031-06-10 10:00",
  });

  await open(researcher, `/meetings/new?with=${await idOf(sql, PATIENT)}`);
  assert.ok(await researcher.getByRole("radio", { name: /Trial meeting/ }).isDisabled());
});

browserTest("without a script a patient schedules a meeting with whom they know", async (stage) => {
  const { sql } = stage;
  const page = await stage.signIn(PATIENT, { javaScriptEnabled: false, path: "/meetings/new" });
  await page.getByText("No one to meet yet").waitFor();
  await acquaint(sql);
  await page.goto("/calendar");
  await page.getByRole("link", { name: "New meeting" }).click();
  await page.getByLabel("With").selectOption({ label: "Dr. Sarah Smith" });
  await page.getByLabel("Date").fill("2031-06-10");
  await page.getByLabel("Time", { exact: true }).fill("10:00");
  await page.getByLabel("Duration").selectOption("45 minutes");
  await page.getByLabel("Meeting link").fill("mailto:me@example.org");
  await page.getByRole("button", { name: "Schedule meeting" }).click();
  await page.locator("#meeting_link-error").waitFor();
  assert.equal(await page.getByLabel("With").inputValue(), `${await idOf(sql, RESEARCHER)}`);
  assert.equal(await page.getByLabel("Duration").inputValue(), "45");
  await page.getByLabel("Meeting link").fill(LINK);
  await page.getByRole("button", { name: "Schedule meeting" }).click();
  await page.getByText("The meeting is scheduled.").waitFor();
  await page.getByRole("heading", { name: "Meeting with Dr. Sarah Smith" }).waitFor();
  await page.getByRole("link", { name: "Join meeting" }).waitFor();
  const [row] = await sql`select id from schedules`;
  assert.equal((await rowOf(stage, row.id)).minutes, 45);
});

browserTest(
  "one cannot see or change others' meetings, or schedule without a relation",
  async (stage) => {
    const { sql } = stage;
    const id = await insertMeeting(sql, "2031-06-10T18:00:00Z");
    const page = await stage.signIn(OTHER_RESEARCHER);
    const patientId = await idOf(sql, PATIENT);
    for (
      const path of [`/meetings/${id}`, "/meetings/x", "/meetings/999999999999", `/meetings/${id}x`]
    ) {
      assert.equal((await page.goto(path))!.status(), 404, path);
    }
    for (const other of [patientId, "x", "-1"]) {
      assert.equal((await page.goto(`/meetings/new?with=${other}`))!.status(), 404, `${other}`);
    }
    const post = (path: string, form: Record<string, string>) => page.request.post(path, { form });
    assert.equal((await post(`/meetings/${id}`, { action: "cancel" })).status(), 404);
    const planned = { with: `${patientId}`, date: "2031-06-10", time: "10:00" };
    assert.equal((await post("/meetings/new", planned)).status(), 400);
    const own = await insertMeeting(sql, "2031-06-12T18:00:00Z", 60, { with: KENJI });
    for (const action of ["", "nonsense", "move"]) {
      assert.equal((await post(`/meetings/${own}`, { action })).status(), 400, action);
    }
    assert.equal((await rowOf(stage, id)).status, "scheduled");
  },
);
