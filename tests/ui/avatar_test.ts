import assert from "node:assert/strict";
import { initialsOf } from "../../lib/ui/components/avatar.tsx";

Deno.test("initials are of the first and last name, without titles", () => {
  assert.equal(initialsOf("Dr. Sarah Smith"), "SS");
  assert.equal(initialsOf("John Ronald Doe"), "JD");
  assert.equal(initialsOf("cher"), "C");
  assert.equal(initialsOf("Dr."), "D");
  assert.equal(initialsOf("👩‍🔬 Émile"), "👩É");
  assert.equal(initialsOf(" "), "");
});
