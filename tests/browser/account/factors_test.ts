/** What signs people in besides the password. */
import assert from "node:assert/strict";
import { browserTest, fillSignIn, live, PATIENT } from "../../helpers/browser/stage.ts";
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

browserTest("a passkey is added, signs in without a password, and is removed", async (stage) => {
  const baseURL = stage.url.replace("127.0.0.1", "localhost"); // an address is no domain
  const page = await stage.open("/login", { baseURL });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", transport: "internal", automaticPresenceSimulation: true },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    },
  });
  await fillSignIn(page, PATIENT);
  await page.waitForURL("**/dashboard/patient");
  await page.goto("/settings/security");
  await live(page);
  const add = page.locator("details", { hasText: "Add a passkey" });
  await add.locator("summary").click();
  await add.getByLabel("Name of this passkey").fill("My laptop");
  await add.getByLabel("Your password", { exact: true }).fill("wrong password");
  await add.getByRole("button", { name: "Continue" }).click();
  await add.getByText("This is not your password.").waitFor();
  await add.getByLabel("Your password", { exact: true }).fill("password123");
  await add.getByRole("button", { name: "Continue" }).click();
  await page.getByText("The passkey is added.").waitFor();

  await page.context().clearCookies();
  await page.goto("/login?next=/settings/security");
  const answered = page.waitForResponse((response) =>
    response.request().method() === "PUT" && response.url().endsWith("/api/auth/login/passkey")
  );
  await page.getByRole("button", { name: "Use a passkey instead" }).click();
  const answer = (await answered).request().postDataJSON();
  await page.waitForURL(/localhost:\d+\/settings\/security$/);
  const again = await fetch(`${stage.url}/api/auth/login/passkey`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(answer),
  });
  assert.equal((await again.json()).errors[0].path, "challenge", "an answer signs in once");
  await page.getByText(/last used on/).waitFor();
  const remove = page.locator("details", { hasText: "Remove My laptop" });
  await remove.locator("summary").click();
  await remove.getByLabel("Your password", { exact: true }).fill("password123");
  await remove.getByRole("button", { name: "Remove" }).click();
  await page.getByText("You have no passkey yet.").waitFor();
});
