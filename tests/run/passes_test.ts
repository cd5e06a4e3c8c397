import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { passesFor, splitArguments } from "./passes.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

Deno.test("options are separated from paths, and keep their values", () => {
  assert.deepEqual(
    splitArguments(["tests/a_test.ts", "--filter", "some words", "--fail-fast", "tests/api"]),
    { paths: ["tests/a_test.ts", "tests/api"], options: ["--filter", "some words", "--fail-fast"] },
  );
});

Deno.test("every test file runs in one pass, and what needs the machine runs alone", async () => {
  const [together, alone] = await passesFor(root, ["tests", "tests/api"], 2);
  assert.deepEqual([together.jobs, alone.jobs], [2, 1]);
  const all = [...together.files, ...alone.files];
  assert.equal(new Set(all).size, all.length);
  assert.ok(together.files.includes("tests/run/passes_test.ts"));
  assert.ok(alone.files.includes("tests/faults/crash_test.ts"));
});

Deno.test("a single file runs in the pass that it belongs to", async () => {
  const file = "tests/faults/crash_test.ts";
  assert.deepEqual(await passesFor(root, [file], 2), [{ files: [file], jobs: 1 }]);
  await assert.rejects(passesFor(root, ["tests/nothing_test.ts"], 2), /no file or folder/);
});
