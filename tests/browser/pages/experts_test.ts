/** Researchers are found: by words, by specialty, by pages, with and without a script. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { browserTest, PATIENT, type Stage } from "../../helpers/browser/stage.ts";
import { becomes, focused } from "../../helpers/browser/page.ts";
import { researcher } from "../../helpers/factories.ts";

async function insertResearchers({ sql }: Stage, count: number) {
  for (let i = 1; i <= count; i++) {
    await researcher(sql, {
      full_name: `Dr. Number ${String(i).padStart(3, "0")}`,
      specialty: i % 2 ? "virology " : "Virology",
    });
  }
}

/** The experts, with a connection. */
function openExperts(stage: Stage, query = "", options = {}): Promise<Page> {
  return stage.signIn(PATIENT, { ...options, path: `/experts${query}` });
}

function names(page: Page): Promise<string[]> {
  return page.locator("li.expert-card h2").allTextContents();
}

browserTest(
  "what is searched for is in the address, and the way back leads there",
  async (stage) => {
    const page = await openExperts(stage);
    const search = page.getByLabel("Search experts");
    await search.pressSequentially("neuro");
    await page.getByText("1 researcher", { exact: true }).waitFor();
    await search.fill("dr.");
    await page.getByText("7 researchers", { exact: true }).waitFor();
    await page.getByLabel("Specialty").selectOption("Cardiology (1)");
    await page.waitForURL("**/experts?search=dr.&specialty=Cardiology");
    await page.getByText("1 researcher", { exact: true }).waitFor();
    assert.deepEqual(await names(page), ["Dr. Priya Raman"]);

    const shared = await stage.signIn(PATIENT, { javaScriptEnabled: false });
    await shared.goto(page.url());
    assert.deepEqual(await names(shared), ["Dr. Priya Raman"]);
    assert.equal(await shared.getByLabel("Search experts").inputValue(), "dr.");
    assert.equal(await shared.getByLabel("Specialty").inputValue(), "Cardiology");

    await page.goBack();
    await page.getByText("7 researchers", { exact: true }).waitFor();
    assert.equal(new URL(page.url()).search, "?search=dr.");
    await becomes(() => page.getByLabel("Specialty").inputValue(), "");
    await page.goBack();
    await page.waitForURL("**/experts");
    await page.waitForFunction(() =>
      document.querySelector<HTMLInputElement>("#search")?.value === ""
    );
    await page.goForward();
    await page.waitForFunction(() =>
      document.querySelector<HTMLInputElement>("#search")?.value === "dr."
    );
  },
);

browserTest("a search without results offers links to other researchers", async (stage) => {
  const page = await openExperts(stage, "?search=lung&specialty=cardiology");
  await page.getByText("No researchers found for “lung” in cardiology").waitFor();
  await page.getByRole("link", { name: "Search all specialties" }).click();
  await page.getByRole("heading", { name: "Dr. Lucía Fernández" }).waitFor();
  assert.equal(new URL(page.url()).search, "?search=lung");
  await page.getByLabel("Search experts").fill("%");
  await page.getByText("No researchers found for “%”").waitFor();
  await page.getByRole("link", { name: "Show all" }).click();
  await page.getByText("7 researchers", { exact: true }).waitFor();
  await becomes(() => page.getByLabel("Search experts").inputValue(), "");
});

browserTest("researchers come by pages, also without a script", async (stage) => {
  await insertResearchers(stage, 60);
  const page = await openExperts(stage, "?specialty=VIROLOGY");
  await page.getByText("1–24 of 60 researchers").waitFor();
  await page.getByRole("link", { name: "Next" }).click();
  await page.getByText("25–48 of 60 researchers").waitFor();
  assert.equal(new URL(page.url()).search, "?specialty=VIROLOGY&page=2");
  assert.equal((await names(page))[0], "Dr. Number 025");
  await focused(page.getByText("25–48 of 60 researchers"));
  await page.goBack();
  await page.getByText("1–24 of 60 researchers").waitFor();

  const plain = await openExperts(stage, "?page=2", { javaScriptEnabled: false });
  assert.equal((await names(plain)).length, 24);
  await plain.getByRole("link", { name: "Next" }).click();
  await plain.getByText("49–67 of 67 researchers").waitFor();
  await plain.goto("/experts?page=999");
  await plain.getByText("There are no more researchers").waitFor();
  await plain.getByRole("link", { name: "Go to the first page" }).click();
  await plain.getByText("1–24 of 67 researchers").waitFor();
  for (const query of ["?page=-1", "?page=x&search=%00", "?specialty=%ED%A0%80"]) {
    assert.equal((await plain.goto(`/experts${query}`))!.status(), 200);
  }
});

browserTest("a search that fails shows an error, and is tried again", async (stage) => {
  const page = await openExperts(stage);
  await page.route("**/api/experts?*", (route) => route.abort());
  await page.getByLabel("Search experts").fill("kenji");
  const alert = page.getByRole("alert");
  await alert.getByText("cannot be reached").waitFor();
  assert.equal((await names(page)).length, 7);
  await page.unroute("**/api/experts?*");
  await alert.getByRole("button", { name: "Try again" }).click();
  await page.getByText("1 researcher", { exact: true }).waitFor();
  await alert.waitFor({ state: "detached" });
});

browserTest("cards show an expert's local time only where it differs", async (stage) => {
  const page = await openExperts(stage);
  const card = (name: string) => page.locator("li.expert-card", { hasText: name });
  await card("Kenji").getByText(/^\d+:\d\d [AP]M in Tokyo, 1[34] hours ahead$/).waitFor();
  await card("Priya").getByText(/in Kolkata, (9½|10½) hours ahead$/).waitFor();
  assert.equal(await card("Sarah").locator(".expert-card-clock").count(), 0);
});
