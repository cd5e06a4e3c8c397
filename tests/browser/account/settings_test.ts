/** What people change about their account, and the frame around every page. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import {
  browserTest,
  fillSignIn,
  JOHN,
  live,
  PATIENT,
  RESEARCHER,
  SARAH,
} from "../../helpers/browser/stage.ts";
import { faultsOf } from "../../helpers/browser/accessibility.ts";
import { becomes, focused } from "../../helpers/browser/page.ts";
import { insertNotification } from "../../helpers/factories.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1";

const rowFor = (page: Page, name: string) => page.locator("li.session", { hasText: name });
const choice = (page: Page, name: string) => page.getByRole("checkbox", { name, exact: true });
/** Signs out the device of that name, or all others. */
async function signOut(place: Locator, password = "password123"): Promise<void> {
  const form = place.locator("details.session-end").last();
  await form.locator("summary").click();
  await form.getByLabel("Your password").fill(password);
  await form.getByRole("button", { name: "Sign out" }).click();
}
const save = (page: Page, name: string) => page.getByRole("button", { name }).click();

browserTest("a profile is saved, and stands where it is shown", async (stage) => {
  const page = await stage.signIn(RESEARCHER, { path: "/settings" });
  const name = page.getByLabel("Full name");
  assert.equal(await name.inputValue(), "Dr. Sarah Smith");
  await name.fill("   ");
  await save(page, "Save profile");
  await page.locator("#full_name-error").waitFor();
  await focused(name);

  await name.fill("Dr. Sarah Smith-Jones");
  await page.getByLabel("About your work").fill("Sleep.\nAnd dreams.");
  await save(page, "Save profile");
  await page.getByRole("status").getByText("Your profile is saved").waitFor();
  await page.locator(".sidebar-name", { hasText: "Dr. Sarah Smith-Jones" }).waitFor();
  assert.equal(await page.getByLabel("About your work").inputValue(), "Sleep.\nAnd dreams.");
  assert.equal(await page.getByLabel("Specialty").inputValue(), "Endocrinology");

  const patient = await stage.signIn(PATIENT, { path: "/settings" });
  assert.equal(await patient.getByLabel("Specialty").count(), 0);
});

browserTest("zone and language show in an example, and everywhere once saved", async (stage) => {
  const page = await stage.signIn(PATIENT, {
    timezoneId: "America/Los_Angeles",
    path: "/settings",
  });
  const example = page.locator(".settings-example");
  await example.getByText("New York time").waitFor();
  await page.getByRole("button", { name: "Use this device's time zone" }).click();
  await example.getByText("Los Angeles time").waitFor();
  await page.getByLabel("Time zone").selectOption("Europe/Berlin");
  await page.getByLabel("Language of dates").selectOption("de-DE");
  await example.getByText(/^\w+, \d+\. \w+ \d{4}, \d+:\d\d$/).waitFor();
  await save(page, "Save dates");
  await page.getByRole("status").getByText("Dates and times are shown like this").waitFor();
  await page.locator(".topbar-zone", { hasText: "Berlin time" }).waitFor();
  await page.reload();
  assert.equal(await page.getByLabel("Time zone").inputValue(), "Europe/Berlin");
  assert.equal(await page.getByLabel("Language of dates").inputValue(), "de-DE");
});

browserTest("another password ends the other sessions, and this one goes on", async (stage) => {
  const other = await stage.signIn(PATIENT);
  const page = await stage.signIn(PATIENT, { path: "/settings" });
  await save(page, "Create a calendar link");
  await page.getByLabel("Calendar link").waitFor();
  const tab = await page.context().newPage();
  await tab.goto("/dashboard");
  await live(tab);
  await page.bringToFront();
  const change = async (current: string) => {
    await page.getByLabel("Current password").fill(current);
    await page.getByLabel("New password").fill("staple battery");
    await save(page, "Change password");
  };
  await change("not the password");
  await page.locator("#current_password-error").waitFor();
  await change("password123");
  await page.getByRole("status").getByText("Your password is changed").waitFor();
  await becomes(() => page.getByLabel("New password").inputValue(), "");
  assert.equal(await page.getByLabel("Calendar link").count(), 0);
  await other.getByText("You are signed out").waitFor();
  await live(page);
  await insertNotification(stage.sql, JOHN, SARAH);
  await tab.getByRole("button", { name: "Notifications, 1 unread" }).waitFor();

  const again = await stage.open("/login");
  await again.getByLabel("Email").fill(PATIENT);
  await again.getByLabel("Password").fill("staple battery");
  await save(again, "Sign in");
  await again.waitForURL("**/dashboard/patient");
});

browserTest("sessions are ended from the list, and leave it wherever they end", async (stage) => {
  const phone = await stage.signIn(PATIENT, { userAgent: IPHONE });
  const firefox = await stage.signIn(PATIENT, { userAgent: "Firefox/140.0 (Windows NT 10.0)" });
  const page = await stage.signIn(PATIENT, { path: "/settings" });
  await rowFor(page, "Chrome on Linux").getByText("This device").waitFor();
  const own = rowFor(page, "Chrome on Linux").getByRole("button");
  assert.equal(await own.count(), 0);

  const iphone = rowFor(page, "Safari on iPhone");
  await signOut(iphone, "not the password");
  await iphone.locator(".field-error").getByText("not your password").waitFor();
  await iphone.getByLabel("Your password").fill("password123");
  await iphone.getByRole("button", { name: "Sign out" }).click();
  await iphone.waitFor({ state: "detached" });
  await phone.getByText("You are signed out").waitFor();

  await firefox.getByRole("button", { name: "Sign out" }).click();
  await rowFor(page, "Firefox on Windows").waitFor({ state: "detached" });
  await becomes(() => page.locator("li.session").count(), 1);
});

browserTest("all other sessions end at once", async (stage) => {
  const [first, second] = [await stage.signIn(PATIENT), await stage.signIn(PATIENT)];
  const researcher = await stage.signIn(RESEARCHER);
  const page = await stage.signIn(PATIENT, { path: "/settings" });
  assert.equal(await page.locator("li.session").count(), 3);
  await signOut(page.locator("#sessions .card"));
  await page.getByRole("status").getByText("All other devices are signed out").waitFor();
  await first.getByText("You are signed out").waitFor();
  await second.getByText("You are signed out").waitFor();
  await becomes(() => page.locator("li.session").count(), 1);
  await researcher.reload();
  await live(researcher);
});

browserTest("what somebody does not want to hear of arrives as read", async (stage) => {
  const { sql } = stage;
  const page = await stage.signIn(PATIENT, { path: "/settings" });
  const reminders = choice(page, "Reminders Unread");
  const answered = page.waitForResponse("**/api/notification-choices");
  const [saved] = await Promise.all([answered, reminders.uncheck()]);
  assert.equal(saved.status(), 200);
  await page.reload();
  await live(page);
  assert.ok(!await reminders.isChecked());
  assert.ok(await choice(page, "Reminders Desktop").isChecked());

  await insertNotification(sql, JOHN, SARAH, { title: "A silent one" });
  await insertNotification(sql, JOHN, SARAH, { notification_type: "meeting_scheduled" });
  await page.getByRole("button", { name: "Notifications, 1 unread" }).click();
  await page.locator(".bell-panel").getByText("A silent one").waitFor();
});

browserTest("a choice that cannot be saved is taken back", async (stage) => {
  const page = await stage.signIn(PATIENT, { path: "/settings" });
  await page.route("**/api/notification-choices", (route) => route.abort());
  const reminders = choice(page, "Reminders Unread");
  await reminders.click();
  await page.getByRole("status").getByText("cannot be reached").waitFor();
  await becomes(() => reminders.isChecked(), true);
});

browserTest("without a script every setting can be changed", async (stage) => {
  const { sql } = stage;
  const other = await stage.signIn(RESEARCHER, { userAgent: IPHONE });
  const page = await stage.signIn(RESEARCHER, { javaScriptEnabled: false, path: "/settings" });
  const done = (text: string) => page.getByRole("status").getByText(text).waitFor();

  await page.getByLabel("Full name").fill("  ");
  await page.getByLabel("About your work").fill("Other work");
  await save(page, "Save profile");
  await page.locator("#full_name-error").waitFor();
  assert.equal(await page.getByLabel("About your work").inputValue(), "Other work");
  await page.getByLabel("Full name").fill("Dr. Smith");
  await save(page, "Save profile");
  await done("Your profile is saved");

  await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await page.getByLabel("Language of dates").selectOption("en-GB");
  await save(page, "Save dates");
  await done("Dates and times are shown like this");

  await choice(page, "Requests Unread").uncheck();
  await save(page, "Save choices");
  await done("Your choices are saved");
  assert.ok(!await choice(page, "Requests Unread").isChecked());

  const iphone = rowFor(page, "Safari on iPhone");
  await signOut(iphone, "wrong");
  await iphone.locator(".field-error").getByText("not your password").waitFor();
  await iphone.getByLabel("Your password").fill("password123");
  await iphone.getByRole("button", { name: "Sign out" }).click();
  await done("That device is signed out");
  await other.getByText("You are signed out").waitFor();

  await page.getByLabel("Current password").fill("wrong");
  await page.getByLabel("New password").fill("staple battery");
  await save(page, "Change password");
  await page.locator("#current_password-error").waitFor();
  await page.getByLabel("Current password").fill("password123");
  await page.getByLabel("New password").fill("staple battery");
  await save(page, "Change password");
  await done("Your password is changed");

  const [row] = await sql`
    select full_name, bio, specialty, time_zone, locale from users where email = ${RESEARCHER}`;
  assert.deepEqual({ ...row }, {
    full_name: "Dr. Smith",
    bio: "Other work",
    specialty: "Endocrinology",
    time_zone: "Asia/Tokyo",
    locale: "en-GB",
  });
});

browserTest("what was typed outlives a session that expires", async (stage) => {
  const { sql } = stage;
  const page = await stage.signIn(RESEARCHER, { path: "/settings" });
  await page.getByLabel("About your work").fill("Half a sentence");
  await page.getByLabel("Current password").fill("not to be kept");
  await sql`update private.sessions set expires_at = now()`;
  await page.getByRole("link", { name: "Sign in again" }).click();
  await fillSignIn(page, RESEARCHER);
  await page.waitForURL("**/settings");
  await live(page);
  await becomes(() => page.getByLabel("About your work").inputValue(), "Half a sentence");
  assert.equal(await page.getByLabel("Full name").inputValue(), "Dr. Sarah Smith");
  assert.equal(await page.getByLabel("Current password").inputValue(), "");
  await page.reload();
  await live(page);
  assert.notEqual(await page.getByLabel("About your work").inputValue(), "Half a sentence");
});

browserTest("a form that is sent too late leads back to its page", async (stage) => {
  const page = await stage.signIn(PATIENT, { javaScriptEnabled: false, path: "/settings" });
  await stage.sql`delete from private.sessions`;
  await save(page, "Save choices");
  await fillSignIn(page, PATIENT);
  await page.waitForURL("**/settings");
  await page.getByRole("heading", { name: "Settings" }).waitFor();
});

browserTest("the navigation leads everywhere, on a phone as well", async (stage) => {
  const links = ["Dashboard", "Experts", "Calendar", "Notifications", "Settings"];
  for (const options of [{}, PHONE]) {
    const page = await stage.signIn(PATIENT, options);
    const navigation = page.getByRole("navigation", { name: "Main" });
    assert.deepEqual(await navigation.getByRole("link").allTextContents(), links);
    for (const name of links) {
      const link = navigation.getByRole("link", { name });
      await link.click();
      await navigation.locator("[aria-current=page]", { hasText: name }).waitFor();
      const { width, height } = (await link.boundingBox())!;
      assert.ok(width >= 44 && height >= 44, `${name}: ${width} × ${height}`);
    }
    const signOut = page.locator('form[action="/logout"] button:visible');
    await becomes(() => signOut.count(), 1); // both, until the page has its styles
    await signOut.click();
    await page.waitForURL(`${stage.url}/`);
  }
  const researcher = await stage.signIn(RESEARCHER, PHONE);
  const links2 = await researcher.getByRole("navigation").getByRole("link").allTextContents();
  assert.deepEqual(links2, links.filter((name) => name !== "Experts"));
});

browserTest("the settings have no accessibility fault", async (stage) => {
  for (const [email, options] of [[RESEARCHER, {}], [PATIENT, PHONE]] as const) {
    const page = await stage.signIn(email, { ...options, path: "/settings" });
    await page.getByLabel("Full name").fill(" ");
    await save(page, "Save profile");
    await page.locator("#full_name-error").waitFor();
    assert.deepEqual(await faultsOf(page, email), []);
  }
});
