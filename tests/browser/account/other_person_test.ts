/** Two people, one browser: a page that stays open acts for nobody but its own person. */
import assert from "node:assert/strict";
import type { BrowserContextOptions, Page } from "playwright-core";
import {
  browserTest,
  fillSignIn,
  JOHN,
  live,
  OTHER_RESEARCHER,
  PATIENT,
  RESEARCHER,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { idOf } from "../../helpers/browser/meetings.ts";
import { patient } from "../../helpers/factories.ts";

const ANA = "ana@example.org";

/** Two tabs of one browser: one is a person's, the other one still asks who it is. */
async function openTabs(stage: Stage, email: string, options: BrowserContextOptions = {}) {
  const { sql } = stage;
  const ana = await patient(sql, { email: ANA, full_name: "Ana Ribeiro" });
  await sql`
    insert into private.credentials (user_id, password_hash)
    select ${ana.id}, password_hash from private.credentials where user_id = ${JOHN.id}`;
  const own = await stage.open("/login", options);
  const other = await own.context().newPage();
  await other.goto("/login");
  await fillSignIn(own, email);
  await own.waitForURL("**/dashboard/*");
  return { own, other };
}

async function signInAsAna(page: Page): Promise<void> {
  await fillSignIn(page, ANA);
  await page.waitForURL("**/dashboard/patient");
}

/** As `signInAsAna`, by a program: it ends nobody's session, so no page hears of it. */
async function replaceCookie(page: Page): Promise<void> {
  const status = await page.evaluate(async (email) => {
    const body = JSON.stringify({ email, password: "password123" });
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/auth/login", { method: "POST", headers, body })).status;
  }, ANA);
  assert.equal(status, 200);
}

async function nameOf({ sql }: Stage, email: string): Promise<string> {
  const [{ full_name }] = await sql`select full_name from users where email = ${email}`;
  return full_name;
}

const ended = (page: Page) => page.getByRole("dialog", { name: "You are signed out" });

browserTest("a page knows at once that somebody else has signed in", async (stage) => {
  const { own, other } = await openTabs(stage, PATIENT);
  await live(own);
  await signInAsAna(other);
  await ended(own).waitFor();
  await live(other);
});

for (const [role, email] of [["patient", PATIENT], ["researcher", RESEARCHER]]) {
  browserTest(`a ${role}'s profile is not saved as somebody else's`, async (stage) => {
    const { own, other } = await openTabs(stage, email);
    await own.goto("/settings");
    await live(own);
    const before = [await nameOf(stage, email), await nameOf(stage, ANA)];
    await replaceCookie(other);
    await own.getByLabel("Full name").fill("Mallory");
    const answer = own.waitForResponse("**/api/auth/me");
    await own.getByRole("button", { name: "Save profile" }).click();
    assert.equal((await answer).status(), 401);
    await ended(own).waitFor();
    assert.deepEqual([await nameOf(stage, email), await nameOf(stage, ANA)], before);
  });
}

browserTest("a request is not sent as somebody else", async (stage) => {
  const { sql } = stage;
  const { own, other } = await openTabs(stage, PATIENT);
  await own.goto(`/experts/${await idOf(sql, OTHER_RESEARCHER)}/request`);
  await live(own);
  await replaceCookie(other);
  await own.getByLabel("Message").fill("About my illness");
  await own.getByRole("button", { name: "Send Request" }).click();
  await ended(own).waitFor();
  assert.equal((await sql`select from meeting_requests`).count, 0);
});

browserTest(
  "without a script, a form of somebody else's page does nothing and shows an error",
  async (stage) => {
    const { sql } = stage;
    const { own, other } = await openTabs(stage, PATIENT, { javaScriptEnabled: false });
    const asking = await own.context().newPage();
    await asking.goto(`/experts/${await idOf(sql, OTHER_RESEARCHER)}/request`);
    await own.goto("/settings");
    await signInAsAna(other);

    await own.getByLabel("Full name").fill("Mallory");
    await own.getByRole("button", { name: "Save profile" }).click();
    await own.getByText("Somebody else has signed in since this page was opened").waitFor();
    assert.equal(await nameOf(stage, ANA), "Ana Ribeiro");
    await own.getByRole("link", { name: "Try again" }).click();
    await own.waitForURL("**/settings");
    assert.equal(await own.getByLabel("Full name").inputValue(), "Ana Ribeiro");
    await own.getByLabel("Full name").fill("Ana R.");
    await own.getByRole("button", { name: "Save profile" }).click();
    await own.waitForURL("**/settings?done=profile-saved");
    assert.equal(await nameOf(stage, ANA), "Ana R.");

    await asking.getByLabel("Message").fill("About my illness");
    await asking.getByRole("button", { name: "Send Request" }).click();
    await asking.getByText("Somebody else has signed in since this page was opened").waitFor();
    assert.equal((await sql`select from meeting_requests`).count, 0);
  },
);

browserTest("forms name the user of their page, with a script as without", async (stage) => {
  const page = await stage.signIn(PATIENT, { path: "/settings" });
  const id = await idOf(stage.sql, PATIENT);
  const forms = await page.locator("form[method=post]").all();
  assert.ok(forms.length >= 5);
  for (const form of forms) {
    assert.equal(await form.locator("[name=liaison_user]").inputValue(), `${id}`);
  }
});
