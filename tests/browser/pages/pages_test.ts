/** Pages before and around the sign-in: without a script, with wrong input, and where they lead. */
import assert from "node:assert/strict";
import { browserTest, fillSignIn, PATIENT } from "../../helpers/browser/stage.ts";
import { becomes } from "../../helpers/browser/page.ts";

browserTest("pages without a form carry no script before the sign-in", async (stage) => {
  const page = await stage.open("/");
  for (const path of ["/", "/nothing-here"]) {
    const response = await page.goto(path);
    assert.equal(response!.status(), path === "/nothing-here" ? 404 : 200);
    assert.equal(await page.locator("script").count(), 0, path);
  }
});

browserTest("without a script people register, sign out, sign in and read", async (stage) => {
  const page = await stage.open("/register?next=/notifications", { javaScriptEnabled: false });
  await page.getByText("Researcher", { exact: true }).click();
  await page.getByLabel("Full name").fill("Dr. Ada Nkemelu");
  await page.getByLabel("Email").fill("ada@example.org");
  await page.getByLabel("Password").fill("correct horse");
  await page.getByLabel("Specialty").fill("Immunology");
  await page.getByLabel("Time zone").selectOption("Africa/Lagos");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/notifications");
  await page.getByRole("heading", { name: "Your account is waiting for approval" }).waitFor();
  await stage.sql`update users set approved_at = now() where email = 'ada@example.org'`;
  await page.getByRole("link", { name: "Check again" }).click();
  await page.getByRole("heading", { name: "Pending Meeting Requests (0)" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(stage.url + "/");

  await page.goto("/login");
  await fillSignIn(page, PATIENT);
  await page.waitForURL("**/dashboard/patient");
  await page.goto("/experts");
  await page.getByLabel("Search experts").fill("nkemelu");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL("**/experts?search=nkemelu");
  await page.getByRole("heading", { name: "Dr. Ada Nkemelu" }).waitFor();
  assert.equal(await page.locator("li.expert-card").count(), 1);
});

browserTest(
  "an error of a form shows at its field, and what was typed stays",
  async (stage) => {
    const page = await stage.open("/register", { javaScriptEnabled: false });
    await page.getByLabel("Full name").fill("Ann");
    await page.getByLabel("Email").fill("ann@localhost");
    await page.getByLabel("Password").fill("password123");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.locator("#email-error").waitFor();
    assert.equal(await page.locator("button", { hasText: "Show" }).isVisible(), false);
    assert.equal(await page.getByLabel("Full name").inputValue(), "Ann");
    assert.equal(await page.getByLabel("Password").inputValue(), "");

    await page.getByLabel("Email").fill(PATIENT);
    await page.getByLabel("Password").fill("password123");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.locator("#password-error").getByText("used by many people").waitFor();
    await page.getByLabel("Password").fill("correct horse");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("alert").waitFor();

    await page.goto("/login");
    await page.getByLabel("Email").fill(PATIENT);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByLabel("Email").inputValue(), PATIENT);
  },
);

browserTest("the sign-in leads back to pages of this site alone", async (stage) => {
  const page = await stage.open("/experts?search=sarah");
  assert.equal(new URL(page.url()).pathname, "/login");
  await fillSignIn(page, PATIENT);
  await page.waitForURL("**/experts?search=sarah");
  await page.goto("/dashboard/researcher");
  await page.waitForURL("**/dashboard/patient");
  for (const next of ["//evil.example", "/\\evil.example", "https://evil.example"]) {
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await page.waitForURL(`${stage.url}/dashboard/patient`);
  }
});

browserTest("a body that cannot be read is answered with a page about it", async (stage) => {
  const page = await stage.open("/login");
  const response = await page.request.post("/login", { data: { email: PATIENT } });
  assert.equal(response.status(), 415);
  assert.match(await response.text(), /That did not work/);
});

browserTest(
  "a registration takes the browser's time zone, and can show its password",
  async (stage) => {
    const page = await stage.open("/register", { timezoneId: "America/Los_Angeles" });
    await page.waitForFunction(() => {
      const select = document.querySelector<HTMLSelectElement>("#time_zone");
      return select?.value === "America/Los_Angeles";
    });
    const password = page.getByLabel("Password");
    await password.fill("correct horse");
    for (const [name, type] of [["Show password", "text"], ["Hide password", "password"]]) {
      await page.getByRole("button", { name }).click();
      await becomes(() => password.getAttribute("type"), type);
    }
    assert.equal(await password.getAttribute("autocomplete"), "new-password");
  },
);

browserTest("the experts are searched while somebody types", async (stage) => {
  const page = await stage.signIn(PATIENT, { path: "/experts" });
  await page.getByLabel("Search experts").pressSequentially("neuro");
  await page.getByText("1 researcher", { exact: true }).waitFor();
  assert.equal(new URL(page.url()).search, "?search=neuro");
  await page.getByLabel("Search experts").fill("nobody at all");
  await page.getByText("No researchers found for “nobody at all”").waitFor();
});
