import assert from "node:assert/strict";
import { startLiaison } from "../helpers/liaison.ts";
import { Scribe } from "./scribe.ts";
import { play } from "./seed_chapters.ts";

Deno.test("the document is as it says, from top to bottom", async () => {
  await using liaison = await startLiaison({ DEMO: "1" });
  const lines: string[] = [];
  await using scribe = new Scribe(liaison.url, liaison.db.sql, (line) => lines.push(line));
  await play(scribe);
  const chapters = lines.filter((line) => line.startsWith("\n== "));
  assert.equal(chapters.length, 10);
});
