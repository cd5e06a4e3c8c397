/** The pages of patients are accessible on a phone, whatever texts they show. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  browserTest,
  JOHN,
  KENJI,
  live,
  PATIENT,
  SARAH,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { faultsOf } from "../../helpers/browser/accessibility.ts";
import { insertRequests } from "../../helpers/factories.ts";

const LONG = "Donaudampfschifffahrtsgesellschaft".repeat(5);

/** Visits every page, in every state that looks different, and has each checked. */
async function tour(
  stage: Stage,
  page: Page,
  check: (name: string) => Promise<void>,
): Promise<void> {
  const { sql } = stage;
  const statuses = ["pending", "accepted", "rejected", "cancelled"];
  const rows = statuses.map((status) => ({ message: LONG + status, status }));
  await insertRequests(sql, JOHN, SARAH, rows);
  await sql`
    update users set full_name = ${LONG}, specialty = ${LONG}, institution = ${LONG}
    where email = 'priya.raman@test.com'`;
  const paths = [
    "/dashboard/patient?done=request-sent",
    "/dashboard/patient?status=pending",
    "/experts",
    `/experts?search=${LONG.slice(0, 150)}&specialty=Cardiology`,
    "/experts?page=9",
    `/experts/${SARAH.id}/request`,
    `/experts/${KENJI.id}/request`,
  ];
  for (const path of paths) {
    await page.goto(path);
    await live(page);
    await check(path);
  }
  await page.getByLabel("Message").fill("é".repeat(5001));
  await page.getByLabel("Date").fill("2020-01-01");
  await page.getByRole("button", { name: "Send Request" }).click();
  await page.locator("#message-error").waitFor();
  await check("errors");
  await page.reload();
  await page.getByText("We kept what you typed.").waitFor();
  await check("a draft");
}

browserTest(
  "a patient's pages fit a phone, have targets for fingers, and no fault",
  async (stage) => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
    const page = await stage.signIn(PATIENT, phone);
    const found: string[] = [];
    await tour(stage, page, async (name) => {
      const small = await page.evaluate(() => {
        const controls = document.querySelectorAll(
          "main :is(button, input, select, textarea, .filter)",
        );
        const sizes = [...controls].map((control) => control.getBoundingClientRect().height);
        return sizes.filter((height) => height > 0 && height < 44).length;
      });
      if (small > 0) found.push(`${name} has ${small} small targets`);
      found.push(...await faultsOf(page, name));
    });
    assert.deepEqual(found, []);
  },
);
