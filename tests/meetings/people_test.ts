import assert from "node:assert/strict";
import { findMeeting, listContacts } from "../../lib/meetings/people.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertRequest, insertSchedule, patient, researcher } from "../helpers/factories.ts";
import { rejectsWith } from "../helpers/app_errors.ts";

Deno.test("contacts are the people of all one's requests and meetings", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const me = await researcher(sql, { full_name: "Me" });
  const other = await researcher(sql, { full_name: "Other" });
  const asked = await patient(sql, { full_name: "Zoe", time_zone: "Asia/Tokyo" });
  const met = await patient(sql, { full_name: "adam" });
  const stranger = await patient(sql, { full_name: "Stranger" });
  await insertRequest(sql, asked, me, { status: "rejected" });
  await insertRequest(sql, stranger, other);
  await insertSchedule(sql, met, me, "1 day", { is_trial: true });
  await insertSchedule(sql, asked, me, "2 days", { is_trial: true, status: "cancelled" });

  assert.deepEqual([...await listContacts(sql, me)], [
    { id: met.id, full_name: "adam", role: "patient", time_zone: "UTC", had_trial: true },
    { id: asked.id, full_name: "Zoe", role: "patient", time_zone: "Asia/Tokyo", had_trial: false },
  ]);
  assert.deepEqual((await listContacts(sql, asked)).map(({ full_name }) => full_name), ["Me"]);
  assert.deepEqual((await listContacts(sql, met)).map(({ had_trial }) => had_trial), [true]);
  assert.deepEqual((await listContacts(sql, stranger)).map(({ id }) => id), [other.id]);
});

Deno.test("a meeting is found by its two people alone, with its request", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const [me, other, him] = [await researcher(sql), await researcher(sql), await patient(sql)];
  const id = await insertSchedule(sql, him, me, "1 day");
  const accepted = { status: "accepted", schedule_id: id };
  const requestId = await insertRequest(sql, him, me, accepted);

  const mine = await findMeeting(sql, me, id);
  assert.equal(mine.schedule.id, id);
  assert.equal(mine.other.full_name, him.full_name);
  assert.equal(mine.request_id, requestId);
  assert.equal((await findMeeting(sql, him, id)).other.id, me.id);
  await rejectsWith("not_found", findMeeting(sql, other, id));
  await rejectsWith("not_found", findMeeting(sql, me, id + 1));
});
