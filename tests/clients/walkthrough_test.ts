import assert from "node:assert/strict";
import { startApp } from "../helpers/app.ts";
import { Scribe } from "./scribe.ts";
import { play } from "./seed_chapters.ts";

Deno.test("every chapter of the walkthrough plays to its end", async () => {
  await using app = await startApp({ DEMO: "1" });
  const lines: string[] = [];
  await using scribe = new Scribe(app.url, app.sql, (line) => lines.push(line));
  await play(scribe);
  const chapters = lines.filter((line) => line.startsWith("\n== "));
  assert.equal(chapters.length, 10);
});
