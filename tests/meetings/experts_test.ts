import assert from "node:assert/strict";
import { parse } from "../../lib/contract/parse.ts";
import { expert, expertsPage, expertsQuery, specialties } from "../../lib/contract/users.ts";
import { findExpert, listExperts, listSpecialties } from "../../lib/meetings/experts.ts";
import { testDatabase } from "../helpers/database.ts";
import { patient, researcher } from "../helpers/factories.ts";
import { rejectsWith } from "../helpers/app_errors.ts";

Deno.test("experts are found by words anywhere in their profile", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const john = await patient(sql, { full_name: "Patient Genetics" });
  const rows = [
    ["Dr. Ömer Ak", "Genetics", "North Clinic", "Rare diseases of children"],
    ["Dr. Ana Silva", "Cardiology", "South Clinic", null],
    ["Dr. Zoe Park", null, null, "100% of heart_failure; C:\\data"],
    ["Dr. Ana Silva", null, "Genetics House", null],
  ];
  for (const [full_name, specialty, institution, bio] of rows) {
    await researcher(sql, { full_name, specialty, institution, bio });
  }
  const find = async (query: Record<string, string>) => {
    const page = expertsPage.parse(await listExperts(sql, john, parse(expertsQuery, query)));
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

Deno.test("specialties are counted and chosen regardless of case and spaces", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const written = ["Genetics", " genetics", "Genetics", "Clinical Genetics", "ÖKOLOGIE", " ", null];
  for (const specialty of written) {
    const { id } = await researcher(sql);
    await sql`update users set specialty = ${specialty} where id = ${id}`;
  }
  const john = await patient(sql);
  await sql`update users set specialty = 'Being a patient' where id = ${john.id}`;
  const found = await listSpecialties(sql, john);
  specialties.parse({ specialties: found });
  assert.deepEqual(found, [
    { specialty: "Clinical Genetics", count: 1 },
    { specialty: "Genetics", count: 3 },
    { specialty: "ÖKOLOGIE", count: 1 },
  ]);
  const count = async (specialty: string, search = "") => {
    const { total } = await listExperts(sql, john, parse(expertsQuery, { specialty, search }));
    return total;
  };
  assert.equal(await count(" GENETICS "), 3);
  assert.equal(await count("Clinical"), 0);
  assert.equal(await count("%"), 0);
  assert.equal(await count("Genetics", "nobody"), 0);
  assert.equal(await count("Genetics", "person"), 3);
});

Deno.test("one researcher is found by their id, a patient is not", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const [sarah, john] = [await researcher(sql), await patient(sql)];
  const found = expert.parse(await findExpert(sql, john, sarah.id));
  assert.equal(found.full_name, sarah.full_name);
  await rejectsWith("not_found", findExpert(sql, john, john.id));
  await rejectsWith("not_found", findExpert(sql, john, 999_999));
});
