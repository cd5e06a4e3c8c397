import assert from "node:assert/strict";
import { parse } from "../../lib/contract/fields.ts";
import { expertsPage, expertsQuery } from "../../lib/contract/users.ts";
import { listExperts } from "../../lib/meetings/experts.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient } from "../helpers/people.ts";

Deno.test("experts are found by words, wherever these stand", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  await patient(sql, { full_name: "Patient Genetics" });
  const rows = [
    ["Dr. Ömer Ak", "Genetics", "North Clinic", "Rare diseases of children"],
    ["Dr. Ana Silva", "Cardiology", "South Clinic", null],
    ["Dr. Zoe Park", null, null, "100% of heart_failure; C:\\data"],
    ["Dr. Ana Silva", null, "Genetics House", null],
  ];
  for (const [full_name, specialty, institution, bio] of rows) {
    const email = `${crypto.randomUUID()}@example.org`;
    await sql`
      insert into users ${
      sql({ email, full_name, role: "researcher", specialty, institution, bio })
    }`;
  }
  const find = async (query: Record<string, string>) => {
    const page = expertsPage.parse(await listExperts(sql, parse(expertsQuery, query)));
    return [page.total, ...page.experts.map((e) => e.specialty ?? e.institution ?? e.full_name)];
  };
  const everyone = [4, "Cardiology", "Genetics House", "Dr. Zoe Park", "Genetics"];
  assert.deepEqual(await find({}), everyone);
  assert.deepEqual(await find({ search: "   " }), everyone);
  assert.deepEqual(await find({ search: "GENETICS" }), [2, "Genetics House", "Genetics"]);
  assert.deepEqual(await find({ search: "clinic ana" }), [1, "Cardiology"]);
  assert.deepEqual(await find({ search: "ömer" }), [1, "Genetics"]);
  assert.deepEqual(await find({ search: "%" }), [1, "Dr. Zoe Park"]);
  assert.deepEqual(await find({ search: "t_f" }), [1, "Dr. Zoe Park"]);
  assert.deepEqual(await find({ search: "c:\\d" }), [1, "Dr. Zoe Park"]);
  assert.deepEqual(await find({ search: "silvagenetics" }), [0]);
  assert.deepEqual(await find({ search: "' or true --" }), [0]);
  assert.deepEqual(await find({ limit: "1", offset: "1" }), [4, "Genetics House"]);
  assert.deepEqual(await find({ offset: "9" }), [4]);
});
