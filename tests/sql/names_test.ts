/** Names that show as they are. */
import assert from "node:assert/strict";
import { fullName } from "../../lib/contract/fields.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient } from "../helpers/factories.ts";

const REFUSED = {
  "a zero width space": "John\u200bDoe",
  "a direction": "\u202eeoD nhoJ",
  "a soft hyphen": "John Do\u00ade",
  "a byte order mark": "John\ufeffDoe",
  "a blank letter": "John\u3164Doe",
  "a blank of Braille": "\u2800",
  "a line break": "John\nDoe",
  "a tag": "John\u{e0041}",
  "a joiner between Latin letters": "John\u200dDoe",
  "a joiner at the end": "علی\u200c",
};

/** As they are stored. */
const TAKEN = {
  "José Núñez-O’Brien Jr.": "José Núñez-O’Brien Jr.",
  "John\u00a0Doe": "John Doe",
  "山田\u3000太郎": "山田 太郎",
  "葛\u{e0100}城": "葛\u{e0100}城",
  "علی\u200cرضا": "علی\u200cرضا",
  "ක්\u200dෂ": "ක්\u200dෂ",
};

Deno.test("names have no characters that nobody sees, for every writer", async (t) => {
  await using db = await testDatabase();
  for (const [what, full_name] of Object.entries(REFUSED)) {
    await t.step(what, async () => {
      assert.equal(fullName.safeParse(full_name).success, false);
      await assert.rejects(patient(db.sql, { full_name }), /users_full_name/);
    });
  }
  for (const [given, stored] of Object.entries(TAKEN)) {
    await t.step(stored, async () => {
      assert.equal(fullName.safeParse(given).success, true);
      assert.equal((await patient(db.sql, { full_name: given })).full_name, stored);
    });
  }
});
