/** Real browsers for tests: Chromium by playwright-core, on an app of the test's own. */
import assert from "node:assert/strict";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { hasBrowser, launch } from "./chromium.ts";
import { startSession } from "../../lib/auth/sessions.ts";
import type { User } from "../../lib/contract/users.ts";
import { type Liaison, startLiaison } from "./liaison.ts";
import { liaisonAuth } from "./live_client.ts";
import { remote } from "./settings.ts";

/** What the demo accounts of a stage are called. */
export const PATIENT = "patient@test.com";
export const RESEARCHER = "researcher@test.com";
export const OTHER_RESEARCHER = "kenji.watanabe@test.com";

/** An app with the demo accounts, and browsers to look at it with. */
export interface Stage {
  liaison: Liaison;
  /** A browser of its own: nothing shared with those of other calls. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Such a browser that has a session, on the person's dashboard and connected. */
  signIn(email: string, options?: BrowserContextOptions): Promise<Page>;
}

/**
 * A test on a stage of its own. It fails on any error that a page throws and on anything that
 * breaks its security policy.
 */
export function browserTest(name: string, play: (stage: Stage) => Promise<void>): void {
  // Playwright keeps the browser's pipes and timers beyond its close().
  const options = { sanitizeOps: false, sanitizeResources: false };
  Deno.test({ name, ignore: !hasBrowser, ...options, fn: () => perform(play) });
}

let browser: Promise<Browser> | undefined;
Deno.test.afterAll(async () => await (await browser)?.close());

async function perform(play: (stage: Stage) => Promise<void>): Promise<void> {
  await using liaison = await startLiaison({ DEMO: "1" });
  browser ??= launch();
  const complaints: string[] = [];
  const contexts: BrowserContext[] = [];
  try {
    await play(stageOf(liaison, await browser, contexts, complaints));
    assert.deepEqual(complaints, []);
  } finally {
    for (const context of contexts) await context.close();
  }
}

function stageOf(
  liaison: Liaison,
  browser: Browser,
  contexts: BrowserContext[],
  complaints: string[],
): Stage {
  const create = async (options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ baseURL: liaison.url, ...options });
    contexts.push(context);
    context.setDefaultTimeout(30_000);
    context.on("page", (page) => listen(page, complaints));
    return context;
  };
  const open = async (path: string, options?: BrowserContextOptions) => {
    const page = await (await create(options)).newPage();
    await page.goto(path);
    return page;
  };
  const signIn = async (email: string, options?: BrowserContextOptions) => {
    const context = await create(options);
    await context.addCookies([await sessionCookie(liaison, email, options?.userAgent)]);
    const page = await context.newPage();
    await page.goto("/dashboard");
    if (options?.javaScriptEnabled !== false) await live(page);
    return page;
  };
  return { liaison, open, signIn };
}

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36";

/** The cookie of a new session of whoever has that e-mail address. */
async function sessionCookie(
  { url, db: { sql } }: Liaison,
  email: string,
  userAgent = CHROME,
) {
  const [user] = await sql<User[]>`select id, email from users where email = ${email}`;
  const { token } = await startSession(sql, liaisonAuth, user, { ...remote, userAgent });
  return { name: "session", value: token, url, httpOnly: true };
}

function listen(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
}

/** Fills in the sign-in form and sends it. */
export async function fillSignIn(page: Page, email: string): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill("password123");
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Waits until the page is connected and current. */
export async function live(page: Page): Promise<void> {
  await page.locator(".connection[data-status=live]").waitFor({ state: "attached" });
}

/** The card of the request with this message. */
export function cardOf(page: Page, message: string) {
  return page.locator("li.request", { hasText: message });
}
