/** What signs people in besides the password. */
import assert from "node:assert/strict";
import { browserTest, fillSignIn, PATIENT } from "../../helpers/browser/stage.ts";
import { codeOf } from "../../helpers/factors.ts";

browserTest("an authenticator app is set up and used without a script", async (stage) => {
  const settings = { javaScriptEnabled: false, path: "/settings/security" };
  const page = await stage.signIn(PATIENT, settings);
  await page.getByText("Set up an authenticator app").click();
  await page.getByLabel("Your password").fill("password123");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("img", { name: "QR code for your authenticator app" }).waitFor();
  const secret = (await page.locator(".setup-key").innerText()).replaceAll(" ", "");
  await page.getByLabel("Code that the app shows").fill("12");
  await page.getByRole("button", { name: "Turn on" }).click();
  await page.getByText("This is not the code that the app shows now.").waitFor();
  await page.getByLabel("Code that the app shows").fill(codeOf(secret));
  await page.getByRole("button", { name: "Turn on" }).click();
  await page.getByRole("heading", { name: "Keep these recovery codes" }).waitFor();
  assert.equal(await page.locator(".recovery-codes li").count(), 10);

  const other = await stage.open("/login?next=/settings", { javaScriptEnabled: false });
  await fillSignIn(other, PATIENT);
  await other.waitForURL("**/login/code?next=/settings");
  assert.ok(!(await other.content()).includes("password123"), "the password is not in the page");
  await other.getByLabel("Code").fill("12");
  await other.getByRole("button", { name: "Continue" }).click();
  await other.getByText("This code is wrong or was used before.").waitFor();
  await other.getByLabel("Code").fill(codeOf(secret, 1));
  await other.getByRole("button", { name: "Continue" }).click();
  await other.waitForURL("**/settings");
});
