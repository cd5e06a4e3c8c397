import assert from "node:assert/strict";
import { findMeeting, listContacts } from "../../lib/meetings/people.ts";
import { testDatabase } from "../helpers/database.ts";
import { meet } from "../helpers/meetings.ts";
import { patient, researcher } from "../helpers/people.ts";
import { rejectsWith } from "../helpers/app_errors.ts";

Deno.test("contacts are those with a request or a meeting in common, whatever became of it", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const me = await researcher(sql, { full_name: "Me" });
  const other = await researcher(sql, { full_name: "Other" });
  const asked = await patient(sql, { full_name: "Zoe", time_zone: "Asia/Tokyo" });
  const met = await patient(sql, { full_name: "adam" });
  const stranger = await patient(sql, { full_name: "Stranger" });
  await sql`
    insert into meeting_requests (requester_id, expert_id, message, status)
    values (${asked.id}, ${me.id}, 'Hi', 'rejected'), (${stranger.id}, ${other.id}, 'Hi', 'pending')`;
  await meet(sql, met, me, "1 day", { is_trial: true });
  await meet(sql, asked, me, "2 days", { is_trial: true, status: "cancelled" });

  assert.deepEqual([...await listContacts(sql, me)], [
    { id: met.id, full_name: "adam", role: "patient", time_zone: "UTC", had_trial: true },
    { id: asked.id, full_name: "Zoe", role: "patient", time_zone: "Asia/Tokyo", had_trial: false },
  ]);
  assert.deepEqual((await listContacts(sql, asked)).map(({ full_name }) => full_name), ["Me"]);
  assert.deepEqual((await listContacts(sql, met)).map(({ had_trial }) => had_trial), [true]);
  assert.deepEqual((await listContacts(sql, stranger)).map(({ id }) => id), [other.id]);
});

Deno.test("a meeting is found by its two, with its request, and by nobody else", async () => {
  await using db = await testDatabase();
  const { sql } = db;
  const [me, other, him] = [await researcher(sql), await researcher(sql), await patient(sql)];
  const id = await meet(sql, him, me, "1 day");
  const [{ id: requestId }] = await sql`
    insert into meeting_requests (requester_id, expert_id, message, status, schedule_id)
    values (${him.id}, ${me.id}, 'Hi', 'accepted', ${id}) returning id`;

  const mine = await findMeeting(sql, me, id);
  assert.equal(mine.schedule.id, id);
  assert.equal(mine.other.full_name, him.full_name);
  assert.equal(mine.request_id, requestId);
  assert.equal((await findMeeting(sql, him, id)).other.id, me.id);
  await rejectsWith("not_found", findMeeting(sql, other, id));
  await rejectsWith("not_found", findMeeting(sql, me, id + 1));
});
