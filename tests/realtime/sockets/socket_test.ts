/** What a writer of SQL does is sent to the people concerned, and to no others. */
import assert from "node:assert/strict";
import { request, schedule } from "../../../lib/contract/meetings.ts";
import { names, nobody, openScene, type Work } from "./socket_scene.ts";

Deno.test("requests", async (t) => {
  await using scene = await openScene();
  const { caused, people: { john, sarah, omar } } = scene;

  await t.step("a new one", async () => {
    const ask: Work = (sql) =>
      sql`
        insert into meeting_requests (requester_id, expert_id, message)
        values (${john.id}, ${sarah.id}, ${"Hi\n\nMeeting Type: Video Call"})`;
    const events = await caused(ask, ["sarah", "new_meeting_notification"]);
    assert.deepEqual(names(events), {
      ...nobody,
      john: ["meeting_request_sent"],
      sarah: ["new_meeting_request", "new_meeting_notification"],
    });
    const received = request.parse(events.sarah[0].payload);
    assert.ok(received.type === "received");
    assert.deepEqual(received.requester, { id: john.id, full_name: "John Doe", role: "patient" });
    assert.equal(received.message, "Hi\n\nMeeting Type: Video Call");
    const sent = request.parse(events.john[0].payload);
    assert.ok(sent.type === "sent");
    assert.equal(sent.expert.full_name, "Dr. Sarah Smith");
    assert.equal(events.sarah[1].payload.notification_type, "meeting_request");
    assert.equal(events.sarah[1].payload.unread_count, 1);
  });
  await t.step("a decision", async () => {
    const events = await caused((sql) => sql`update meeting_requests set status = 'accepted'`);
    assert.deepEqual(names(events), {
      ...nobody,
      john: ["meeting_request_updated", "new_meeting_notification"],
      sarah: ["meeting_request_updated"],
    });
    assert.equal(events.john[0].payload.status, "accepted");
    assert.equal(events.john[0].payload.type, "sent");
    assert.equal(events.sarah[0].payload.type, "received");
    assert.equal(events.john[1].payload.notification_type, "meeting_accepted");
  });
  await t.step("another expert", async () => {
    const events = await caused((sql) => sql`update meeting_requests set expert_id = ${omar.id}`);
    assert.deepEqual(names(events), {
      ...nobody,
      john: ["meeting_request_updated"],
      sarah: ["meeting_request_deleted"],
      omar: ["new_meeting_request"],
    });
  });
  await t.step("its end", async () => {
    const events = await caused((sql) => sql`delete from meeting_requests`);
    assert.deepEqual(names(events), {
      ...nobody,
      john: ["meeting_request_deleted"],
      omar: ["meeting_request_deleted"],
    });
    assert.deepEqual(events.john[0].payload, { request_id: 1 });
  });
});

Deno.test("schedules", async (t) => {
  await using scene = await openScene();
  const { caused, people: { john, sarah } } = scene;

  await t.step("a new one", async () => {
    const events = await caused((sql) =>
      sql`
        insert into schedules (user_id, mentor_id, start_datetime, end_datetime)
        values (${john.id}, ${sarah.id}, '2030-01-01T10:00Z', '2030-01-01T10:45Z')`
    );
    const both = ["schedule_created", "new_meeting_notification"];
    assert.deepEqual(names(events), { ...nobody, john: both, sarah: both });
    const made = schedule.parse(events.sarah[0].payload);
    assert.equal(made.duration_minutes, 45);
    assert.equal(made.start_datetime, "2030-01-01T10:00:00.000Z");
  });
  await t.step("a cancelled one", async () => {
    const events = await caused((sql) => sql`update schedules set status = 'cancelled'`);
    const both = ["schedule_updated", "new_meeting_notification"];
    assert.deepEqual(names(events), { ...nobody, john: both, sarah: both });
    assert.equal(events.john[0].payload.status, "cancelled");
    assert.equal(events.john[1].payload.notification_type, "meeting_cancelled");
  });
  await t.step("its end", async () => {
    const events = await caused((sql) => sql`delete from schedules`);
    const both = ["schedule_deleted"];
    assert.deepEqual(names(events), { ...nobody, john: both, sarah: both });
  });
});

Deno.test("a TRUNCATE is answered with a resync", async () => {
  await using scene = await openScene();
  const { sql, clients } = scene;
  await sql`truncate meeting_notifications`;
  for (const client of Object.values(clients)) {
    const { payload } = await client.until("resync");
    assert.deepEqual(payload, { reason: "truncated" });
  }
  assert.deepEqual(names(await scene.caused(() => Promise.resolve())), nobody);
});
