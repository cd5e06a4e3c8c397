/** People with more requests than a page loads: lists without gaps, and numbers that are true. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import {
  browserTest,
  cardOf,
  JOHN,
  live,
  PATIENT,
  RESEARCHER,
  SARAH,
  type Stage,
} from "../../helpers/browser/stage.ts";
import { becomes } from "../../helpers/browser/page.ts";
import { button, heading, inSection } from "../../helpers/browser/requests.ts";
import { insertRequest, insertRequests, timeOf, times } from "../../helpers/factories.ts";

/** Inserts requests called `No. 1.` and so on, the last one newest. */
async function fill({ sql }: Stage, count: number, status: string) {
  const row = (i: number) => ({
    message: `No. ${i}.`,
    status,
    created_at: timeOf(`${i - 86_400} seconds`),
  });
  await insertRequests(sql, JOHN, SARAH, times(count, row));
}

/** Those of `numbers`, as SQL. */
function named(numbers: number[]): string[] {
  return numbers.map((number) => `No. ${number}.`);
}

function from(newest: number, count: number): string[] {
  return named(Array.from({ length: count }, (_, place) => newest - place));
}

/** The messages that show in the list, as JSON. */
async function listed(page: Page, scope: string): Promise<string> {
  return JSON.stringify(await page.locator(`${scope} .message-text`).allTextContents());
}

function shows(page: Page, scope: string, messages: string[]): Promise<void> {
  return becomes(() => listed(page, scope), JSON.stringify(messages));
}

/** Once a request that comes last is on the page, all before it have come. */
async function mark({ sql }: Stage, page: Page, status: string) {
  await insertRequest(sql, JOHN, SARAH, { message: "Marker", status });
  await cardOf(page, "Marker").waitFor();
}

const PENDING = "[aria-labelledby=pending-heading]";
const DECIDED = "[aria-labelledby=decided-heading]";

/** Notes the number in the heading and how many cards it has, whenever either changes. */
async function watch(page: Page): Promise<() => Promise<[shown: number, cards: number][]>> {
  const seen = await page.evaluateHandle((selector) => {
    const section = document.querySelector(selector)!;
    const seen: [number, number][] = [];
    new MutationObserver(() => {
      const shown = Number(/\d+/.exec(section.querySelector("h2")!.textContent!));
      const cards = section.querySelectorAll("li.request-card").length;
      if (seen.at(-1)?.join() !== [shown, cards].join()) seen.push([shown, cards]);
    }).observe(section, { subtree: true, childList: true, characterData: true });
    return seen;
  }, PENDING);
  return () => seen.jsonValue();
}

browserTest("pending requests beyond those loaded are counted by the server", async (stage) => {
  const { sql } = stage;
  await fill(stage, 700, "pending");
  const page = await stage.signIn(RESEARCHER);
  await heading(page, 700);
  const seen = await watch(page);

  await sql`update meeting_requests set message = 'Edited' where message = 'No. 3.'`;
  await sql`
    update meeting_requests set status = 'rejected' where message = any(${named([4, 5, 6])})`;
  await heading(page, 697);
  await sql`update meeting_requests set message = 'Edited' where message = any(${named([4, 5])})`;
  await sql`
    delete from meeting_requests where message in ('Edited', 'No. 6.') and status = 'rejected'`;
  await mark(stage, page, "pending");
  await heading(page, 698);
  const shown = (await seen()).map(([shown]) => shown);
  assert.deepEqual(shown.filter((count, place) => count !== shown[place - 1]), [697, 698]);

  await page.context().setOffline(true);
  await page.locator(".connection[data-status=offline]").waitFor({ state: "attached" });
  await sql`delete from meeting_requests where message = 'Marker'`;
  await sql`select private.prune_changes('0 seconds', 1000000)`;
  await page.context().setOffline(false);
  await cardOf(page, "Marker").waitFor({ state: "detached" });
  await live(page);
  await heading(page, 697);
  for (let shown = 100; shown < 697; shown += 100) {
    await becomes(() => page.locator(`${PENDING} li.request-card`).count(), shown);
    await button(page, "Show more").first().click();
  }
  await shows(page, PENDING, [...from(700, 694), "Edited", ...from(2, 2)]);
  await heading(page, 697);
});

browserTest(
  "where all pending ones are known, their number changes with the list",
  async (stage) => {
    const { sql } = stage;
    await fill(stage, 5, "pending");
    const page = await stage.signIn(RESEARCHER);
    await heading(page, 5);
    const seen = await watch(page);
    await mark(stage, page, "pending");
    await sql`update meeting_requests set status = 'rejected' where message = any(${
      named([1, 2])
    })`;
    await heading(page, 4);
    await button(cardOf(page, "No. 3."), "Decline").click();
    await inSection(page, "Earlier requests", "No. 3.").getByText("Declined", { exact: true })
      .waitFor();
    await sql`delete from meeting_requests where message = 'Marker'`;
    await heading(page, 2);
    const pairs = await seen();
    assert.deepEqual(pairs.filter(([shown, cards]) => shown !== cards), []);
    assert.deepEqual([pairs[0], pairs.at(-1)], [[6, 6], [2, 2]]);
  },
);

browserTest("decided requests are listed down to where a gap begins", async (stage) => {
  const { sql } = stage;
  await fill(stage, 250, "rejected");
  const page = await stage.signIn(RESEARCHER);
  await shows(page, DECIDED, from(250, 100));
  await sql`
    update meeting_requests set decision_reason = 'No time'
    where message = any(${from(30, 6)})`;
  await sql`delete from meeting_requests where message = any(${from(250, 8)})`;
  await mark(stage, page, "rejected");
  await shows(page, DECIDED, ["Marker", ...from(242, 99)]);

  await sql`delete from meeting_requests where message = any(${from(242, 60)})`;
  await shows(page, DECIDED, ["Marker", ...from(182, 99)]);
  await button(page, "Show more").click();
  await shows(page, DECIDED, ["Marker", ...from(182, 182)]);
  await button(page, "Show more").waitFor({ state: "detached" });
});

browserTest("decided requests beneath many pending ones are found", async (stage) => {
  await fill(stage, 3, "rejected");
  await stage.sql`
    update meeting_requests set created_at = created_at - interval '1 day'`;
  await fill(stage, 120, "pending");
  const page = await stage.signIn(RESEARCHER);
  await shows(page, DECIDED, from(3, 3));
  await button(cardOf(page, "No. 120."), "Decline").click();
  await shows(page, DECIDED, ["No. 120.", ...from(3, 3)]);
  await heading(page, 119);
});

for (const query of ["", "?status=rejected"]) {
  browserTest(`a patient's requests have no gap either: ${query || "all"}`, async (stage) => {
    const { sql } = stage;
    await fill(stage, 250, "rejected");
    const page = await stage.signIn(PATIENT, { path: `/dashboard/patient${query}` });
    await shows(page, "main", from(250, 100));
    await sql`
      update meeting_requests set decision_reason = 'No time'
      where message = any(${from(30, 20)})`;
    await sql`delete from meeting_requests where message = any(${from(250, 8)})`;
    await mark(stage, page, "rejected");
    await shows(page, "main", ["Marker", ...from(242, 99)]);
    await page.getByRole("link", { name: "Show more" }).click();
    await shows(page, "main", ["Marker", ...from(242, 199)]);
    await page.getByRole("link", { name: "Show more" }).click();
    await shows(page, "main", ["Marker", ...from(242, 242)]);
    await page.getByRole("link", { name: "Show more" }).waitFor({ state: "detached" });
  });
}
