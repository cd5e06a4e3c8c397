/** Pages as people find them: without a script, on a phone, with wrong input, in both schemes. */
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContextOptions, Page } from "playwright-core";
import { browserTest, fillSignIn, PATIENT, RESEARCHER, type Stage } from "../helpers/browser.ts";

const PUBLIC = ["/", "/login", "/register", "/nothing-here"];
const PAGES = {
  [PATIENT]: [
    "/dashboard/patient",
    "/experts",
    "/experts?search=nobody",
    "/experts/2/request",
    "/requests/1",
    "/requests/2",
    "/calendar",
    "/meetings/1",
    "/meetings/2",
    "/notifications",
    "/settings",
    "/nothing-here",
  ],
  [RESEARCHER]: [
    "/dashboard/researcher",
    "/requests/1",
    "/requests/1?panel=accept",
    "/calendar",
    "/meetings/1",
    "/meetings/new",
    "/meetings/new?with=1",
    "/notifications",
    "/settings",
  ],
};
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** Requests and meetings in every state and notifications, with words of every length. */
async function fill({ liaison: { db: { sql } } }: Stage): Promise<void> {
  await sql`
    insert into meeting_requests (requester_id, expert_id, message, status, preferred_datetime)
    select p.id, r.id, m, s, now() + interval '1 day'
    from users p, users r, unnest(array[repeat('x', 20000), E'Two\nlines']) m,
      unnest(array['pending', 'accepted', 'rejected', 'cancelled']) s
    where p.email = ${PATIENT} and r.email = ${RESEARCHER}`;
  await sql`
    insert into meeting_notifications (
      user_id, mentor_id, notification_type, title, message, meeting_link
    )
    select p.id, r.id, 'meeting_reminder', repeat('y', 255), repeat('z', 20000),
      'https://meet.example.org/room'
    from users p, users r where p.email = ${PATIENT} and r.email = ${RESEARCHER}`;
  await sql`
    insert into schedules (
      user_id, mentor_id, start_datetime, end_datetime, status, is_trial, link, title
    )
    select p.id, r.id, now() + make_interval(hours => h), now() + make_interval(hours => h + 1),
      s, trial, 'https://meet.example.org/' || repeat('w', 400), repeat('v', 255)
    from users p, users r, (values
      (2, 'scheduled', true), (4, 'cancelled', false), (20, 'scheduled', false), (-5, 'completed', false)
    ) m (h, s, trial)
    where p.email = ${PATIENT} and r.email = ${RESEARCHER}`;
}

browserTest("pages before the sign-in carry no script", async (stage) => {
  const page = await stage.open("/");
  for (const path of ["/", "/login", "/nothing-here"]) {
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
  await page.getByLabel("Password").fill("password123");
  await page.getByLabel("Specialty").fill("Immunology");
  await page.getByLabel("Time zone").selectOption("Africa/Lagos");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/notifications");
  await page.getByText("No notifications yet").waitFor();
  await page.getByRole("link", { name: "Dashboard" }).click();
  await page.getByRole("heading", { name: "Pending Meeting Requests (0)" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(stage.liaison.url + "/");

  await page.goto("/login");
  await fillSignIn(page, PATIENT);
  await page.waitForURL("**/dashboard/patient");
  await page.goto("/experts");
  await page.getByLabel("Search experts").fill("nkemelu");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL("**/experts?search=nkemelu");
  await page.getByRole("heading", { name: "Dr. Ada Nkemelu" }).waitFor();
  assert.equal(await page.locator("li.expert").count(), 1);
});

browserTest(
  "what is wrong in a form is said at its field, and what was typed stays",
  async (stage) => {
    const page = await stage.open("/register", { javaScriptEnabled: false });
    await page.getByLabel("Full name").fill("Ann");
    await page.getByLabel("Email").fill("ann@localhost");
    await page.getByLabel("Password").fill("password123");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.locator("#email-error").waitFor();
    assert.equal(await page.getByLabel("Full name").inputValue(), "Ann");
    assert.equal(await page.getByLabel("Password").inputValue(), "");

    await page.getByLabel("Email").fill(PATIENT);
    await page.getByLabel("Password").fill("password123");
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
    await page.waitForURL(`${stage.liaison.url}/dashboard/patient`);
  }
});

browserTest("what cannot be read is answered with a page that says so", async (stage) => {
  const page = await stage.open("/login");
  const response = await page.request.post("/login", { data: { email: PATIENT } });
  assert.equal(response.status(), 415);
  assert.match(await response.text(), /This could not be done/);
});

browserTest("a registration takes the browser's time zone", async (stage) => {
  const page = await stage.open("/register", { timezoneId: "America/Los_Angeles" });
  await page.waitForFunction(() => {
    const select = document.querySelector<HTMLSelectElement>("#time_zone");
    return select?.value === "America/Los_Angeles";
  });
});

browserTest("the experts are searched while somebody types", async (stage) => {
  const page = await stage.signIn(PATIENT);
  await page.goto("/experts");
  await page.getByLabel("Search experts").pressSequentially("neuro");
  await page.getByText("1 researcher", { exact: true }).waitFor();
  assert.equal(new URL(page.url()).search, "?search=neuro");
  await page.getByLabel("Search experts").fill("nobody at all");
  await page.getByText("Nobody found for “nobody at all”").waitFor();
});

browserTest("no page scrolls sideways on a phone, whatever stands on it", async (stage) => {
  await fill(stage);
  const overflowing: string[] = [];
  const check = async (page: Page, paths: string[]) => {
    for (const path of paths) {
      await page.goto(path);
      if (await isTooWide(page)) overflowing.push(path);
    }
  };
  await check(await stage.open("/", PHONE), PUBLIC);
  for (const [email, paths] of Object.entries(PAGES)) {
    await check(await stage.signIn(email, PHONE), paths);
  }
  assert.deepEqual(overflowing, []);
});

function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
}

browserTest("no page weighs more than 45 KB of compressed script", async (stage) => {
  await fill(stage);
  for (const [email, paths] of Object.entries(PAGES)) {
    const page = await stage.signIn(email);
    for (const path of paths) {
      const scripts: Promise<number>[] = [];
      const add = async (body: Promise<Uint8Array>) => await gzippedSize(await body);
      page.removeAllListeners("response");
      page.on("response", (response) => {
        if (response.request().resourceType() === "script") scripts.push(add(response.body()));
      });
      await page.goto(path, { waitUntil: "networkidle" });
      const sizes = await Promise.all(scripts);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const least = path === "/nothing-here" ? 0 : 10_000;
      assert.ok(total >= least && total <= 45 * 1024, `${path}: ${total} bytes`);
    }
  }
});

async function gzippedSize(body: Uint8Array): Promise<number> {
  const stream = new Blob([new Uint8Array(body)]).stream();
  return (await new Response(stream.pipeThrough(new CompressionStream("gzip"))).bytes()).length;
}

for (const colorScheme of ["light", "dark"] as const) {
  browserTest(`no page keeps anybody out, ${colorScheme}`, async (stage) => {
    await fill(stage);
    const found: string[] = [];
    const check = async (page: Page, name: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const places = violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0].html}`);
      found.push(...places);
    };
    const guest = await stage.open("/", { colorScheme });
    for (const path of PUBLIC) {
      await guest.goto(path);
      await check(guest, path);
    }
    for (const [email, paths] of Object.entries(PAGES)) {
      const page = await stage.signIn(email, { colorScheme, reducedMotion: "reduce" });
      await page.getByRole("button", { name: /^Notifications/ }).click();
      await check(page, `${email} dashboard and bell`);
      for (const path of paths) {
        await page.goto(path);
        await check(page, `${email} ${path}`);
      }
    }
    assert.deepEqual(found, []);
  });
}
