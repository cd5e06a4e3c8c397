/**
 * `deno task pictures`: makes the README's picture from the app as it runs, with the demo accounts
 * and rows written by SQL. Needs a Chromium, at CHROMIUM_PATH if it is not at /usr/bin/chromium.
 */
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { demoPassword } from "../lib/auth/mod.ts";
import { connect, disconnect, type Sql } from "../lib/db/pool.ts";
import { startApplication } from "../tests/helpers/application.ts";
import { chromium } from "../tests/helpers/playwright.ts";

const target = fileURLToPath(new URL("dashboards.png", import.meta.url));
const desktop = { viewport: { width: 1180, height: 800 } };
const phone = { viewport: { width: 390, height: 800 } };

async function main(): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "liaison-pictures-" });
  await using undo = new AsyncDisposableStack();
  undo.defer(() => Deno.remove(dataDir, { recursive: true }));
  const app = undo.use(await startApplication({ DATA_DIR: dataDir, DEMO: "1" }));
  const sql = connect(app.databaseUrl, { max: 1 });
  undo.defer(() => disconnect(sql));
  await writeRows(sql);
  const browser = await chromium.launch({
    executablePath: Deno.env.get("CHROMIUM_PATH") ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  undo.defer(() => browser.close());
  const researcher = await picture(browser, app.url, "researcher@test.com", desktop);
  const patient = await picture(browser, app.url, "patient@test.com", phone);
  await Deno.writeFile(target, await sideBySide(browser, [researcher, patient]));
  console.log(`Made ${target}`);
}

async function writeRows(sql: Sql): Promise<void> {
  const [{ john, sarah, kenji }] = await sql`
    select
      (select id from users where email = 'patient@test.com') as john,
      (select id from users where email = 'researcher@test.com') as sarah,
      (select id from users where email = 'kenji.watanabe@test.com') as kenji`;
  const [{ ana }] = await sql`
    insert into users (email, full_name, role) values ('ana@test.com', 'Ana Ribeiro', 'patient')
    returning id as ana`;
  await sql`
    insert into meeting_requests (requester_id, expert_id, message) values (${ana}, ${sarah},
      'My daughter was diagnosed in March. Is she too young for your closed-loop trial?')`;
  await sql`select live.request_meeting(${john}, ${kenji}, 'May I send you my recordings?', null, null)`;
  await sql`
    update meeting_requests set status = 'accepted', decision_reason = 'Gladly: send them before we meet.'
    where expert_id = ${kenji}`;
  await sql`
    select live.request_meeting(${john}, ${sarah}, 'Hi, I''d like to discuss diabetes treatment options',
      date_trunc('day', now()) + interval '1 day 19 hours', 'video_call')`;
}

type Picture = Uint8Array<ArrayBufferLike>;

async function picture(
  browser: Browser,
  url: string,
  email: string,
  options: BrowserContextOptions,
): Promise<Picture> {
  const context = await browser.newContext({ ...options, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(demoPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard/*");
  await page.getByText("Live", { exact: true }).waitFor();
  const taken = await page.screenshot();
  await context.close();
  return taken;
}

async function sideBySide(browser: Browser, pictures: Picture[]): Promise<Picture> {
  const page = await browser.newPage({ viewport: { width: 1640, height: 860 } });
  const images = pictures.map((one) => `<img src="data:image/png;base64,${one.toBase64()}">`);
  await page.setContent(`<style>
    body { margin: 0; height: 860px; display: flex; gap: 24px; align-items: center;
      justify-content: center; background: #dfe5ea }
    img { height: 800px; border-radius: 14px; box-shadow: 0 8px 30px #0003 }
  </style>${images.join("")}`);
  return await page.screenshot();
}

await main();
