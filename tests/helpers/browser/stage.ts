/** The whole app with the demo accounts, and browsers that visit it. */
import type { BrowserContextOptions, Page } from "playwright-core";
import type { Sql } from "../../../lib/db/pool.ts";
import { startApp, type TestApp } from "../app.ts";
import { tokenOf } from "../auth.ts";
import { chromiumTest, type NewContext } from "./chromium.ts";

/** Demo accounts; their ids are those of the template database, where they are the first people. */
export const JOHN = { id: 1, email: "patient@test.com" };
export const SARAH = { id: 2, email: "researcher@test.com" };
export const KENJI = { id: 4, email: "kenji.watanabe@test.com" };
export const ADMIN = "admin@test.com";
export const [PATIENT, RESEARCHER, OTHER_RESEARCHER] = [JOHN.email, SARAH.email, KENJI.email];

export type Stage = {
  app: TestApp;
  url: string;
  sql: Sql;
  /** Opens a page in a browser that shares nothing with those of other calls. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** The same with a session of that person; resolves once the page is connected and current. */
  signIn(email: string, options?: SignInOptions): Promise<Page>;
};

/** `path` is what is opened, the person's dashboard unless it is given. */
export type SignInOptions = BrowserContextOptions & { path?: string };

/** A test on an app of its own. */
export function browserTest(name: string, play: (stage: Stage) => Promise<void>): void {
  chromiumTest(name, async (newContext) => {
    await using app = await startApp({ DEMO: "1" });
    await play(stageOf(app, newContext));
  });
}

function stageOf(app: TestApp, newContext: NewContext): Stage {
  const create = (options?: BrowserContextOptions) => newContext({ baseURL: app.url, ...options });
  return {
    app,
    url: app.url,
    sql: app.sql,
    async open(path, options) {
      const page = await (await create(options)).newPage();
      await page.goto(path);
      return page;
    },
    async signIn(email, { path = "/dashboard", ...options } = {}) {
      const context = await create(options);
      await context.addCookies([await sessionCookie(app, email, options.userAgent)]);
      const page = await context.newPage();
      await page.goto(path);
      if (options.javaScriptEnabled !== false) await live(page);
      return page;
    },
  };
}

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36";

/** The cookie of a new session of whoever has that e-mail address. */
async function sessionCookie({ url, sql }: TestApp, email: string, userAgent = CHROME) {
  const [user] = await sql<{ id: number }[]>`select id from users where email = ${email}`;
  const value = await tokenOf(sql, user, userAgent);
  return { name: "session", value, url, httpOnly: true };
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
  return page.locator("li.request-card", { hasText: message });
}
