import assert from "node:assert/strict";
import { findMeeting, listContacts } from "../../lib/meetings/people.ts";
import type { User } from "../../lib/contract/users.ts";
import { testDatabase } from "../helpers/database.ts";
import { insertRequest, insertSchedule, patient, researcher } from "../helpers/factories.ts";
import { rejectsWith } from "../helpers/app_errors.ts";

Deno.test("contacts are the people with whom one has a relation", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const me = await researcher(sql, { full_name: "Me" });
  const other = await researcher(sql, { full_name: "Other" });
  const asked = await patient(sql, { full_name: "Zoe", time_zone: "Asia/Tokyo" });
  const met = await patient(sql, { full_name: "adam" });
  const stranger = await patient(sql, { full_name: "Stranger" });
  const rejected = await patient(sql, { full_name: "Rejected" });
  const asking = await patient(sql, { full_name: "Asking" });
  await insertRequest(sql, asked, me, { status: "accepted" });
  await insertRequest(sql, rejected, me, { status: "rejected" });
  await insertRequest(sql, asking, me);
  await insertRequest(sql, stranger, other);
  await insertSchedule(sql, met, me, "1 day", { is_trial: true });
  await insertSchedule(sql, asked, me, "2 days", { is_trial: true, status: "cancelled" });

  const contactsOf = async (user: User) => [...await listContacts(sql, user)];
  assert.deepEqual(await contactsOf(me), [
    { id: met.id, full_name: "adam", role: "patient", time_zone: "UTC", had_trial: true },
    { id: asking.id, full_name: "Asking", role: "patient", time_zone: "UTC", had_trial: false },
    { id: asked.id, full_name: "Zoe", role: "patient", time_zone: "Asia/Tokyo", had_trial: false },
  ]);
  assert.deepEqual((await listContacts(sql, asked)).map(({ full_name }) => full_name), ["Me"]);
  assert.deepEqual((await listContacts(sql, met)).map(({ had_trial }) => had_trial), [true]);
  assert.deepEqual(await Promise.all([rejected, asking, stranger].map(contactsOf)), [[], [], []]);
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
