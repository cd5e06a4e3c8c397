/** Real browsers for tests: Chromium by playwright-core, on an app of the test's own. */
import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { hasBrowser, launch } from "./chromium.ts";
import { type Liaison, startLiaison } from "./liaison.ts";

/** What the demo accounts of a stage are called. */
export const PATIENT = "patient@test.com";
export const RESEARCHER = "researcher@test.com";
export const OTHER_RESEARCHER = "kenji.watanabe@test.com";

/** An app with the demo accounts, and browsers to look at it with. */
export interface Stage {
  liaison: Liaison;
  /** A browser of its own: nothing shared with those of other calls. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** As `open`, signed in, on the person's dashboard and connected. */
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

async function perform(play: (stage: Stage) => Promise<void>): Promise<void> {
  await using liaison = await startLiaison({ DEMO: "1" });
  const browser = await launch();
  const complaints: string[] = [];
  try {
    await play(stageOf(liaison, browser, complaints));
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
}

function stageOf(liaison: Liaison, browser: Browser, complaints: string[]): Stage {
  const open = async (path: string, options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ baseURL: liaison.url, ...options });
    context.setDefaultTimeout(30_000);
    context.on("page", (page) => listen(page, complaints));
    const page = await context.newPage();
    await page.goto(path);
    return page;
  };
  const signIn = async (email: string, options?: BrowserContextOptions) => {
    const page = await open("/login", options);
    await fillSignIn(page, email);
    await page.waitForURL("**/dashboard/*");
    if (options?.javaScriptEnabled !== false) await live(page);
    return page;
  };
  return { liaison, open, signIn };
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
