import assert from "node:assert/strict";
import { keepDraft, readDraft } from "../../lib/browser/forms/drafts.ts";

Deno.test("a draft is one person's, one form's, and kept until it is forgotten", () => {
  sessionStorage.clear();
  keepDraft(1, "7", { message: "Hi" });
  keepDraft(1, "8", { message: "Hello" });
  assert.deepEqual(readDraft(1, "7"), { message: "Hi" });
  assert.equal(readDraft(2, "7"), null);
  keepDraft(1, "7", null);
  assert.equal(readDraft(1, "7"), null);
  assert.deepEqual(readDraft(1, "8"), { message: "Hello" });
  keepDraft(2, "8", { message: "Mine" });
  assert.equal(JSON.stringify(sessionStorage).includes("Hello"), false);
  for (const broken of ["{", "null", "[]", "1"]) {
    sessionStorage.setItem("liaison drafts", broken);
    assert.equal(readDraft(1, "8"), null);
  }
  sessionStorage.clear();
});
