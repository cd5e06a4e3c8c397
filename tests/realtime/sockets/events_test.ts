import assert from "node:assert/strict";
import { toEvents } from "../../../lib/realtime/events.ts";
import type { Change, Op, Topic } from "../../../lib/realtime/change_feed.ts";

const USER = 7;

/** Changes written as `xid:id topic op row`, each with its row as payload unless it is gone. */
function changes(text: string, gone: string[] = []): Change[] {
  return text.trim().split(/\s*\n\s*/).map((line) => {
    const [mark, topic, op, row] = line.split(" ");
    const [xid, id] = mark.split(":");
    const isThere = op !== "delete" && !gone.includes(`${topic} ${row}`);
    const payload = isThere ? payloadOf(topic, Number(row)) : null;
    return {
      xid,
      id,
      recipient_id: USER,
      topic: topic as Topic,
      op: op as Op,
      row_id: Number(row),
      payload,
      unread_count: topic === "notification" ? 3 : null,
    };
  });
}

function payloadOf(topic: string, id: number) {
  if (topic === "request") return { id, type: id % 2 ? "received" : "sent" };
  if (topic === "schedule") return { id };
  const read = { is_read: id < 100, read_at: id < 100 ? "then" : null };
  return { id, recipient_id: USER, ...read, version: 1000 + id };
}

/** Events as `event ids @xid:id`. */
function eventsOf(text: string, gone?: string[]): string[] {
  return toEvents(changes(text, gone)).map(({ event, payload, last }) => {
    const { id, notification_id, notification_ids, ...ids } = payload as Record<string, unknown>;
    const row = id ?? notification_id ?? notification_ids ?? ids.request_id ?? ids.schedule_id ??
      ids.session_id;
    return `${event} ${row} @${last.xid}:${last.id}`;
  });
}

Deno.test("each change has its event", () => {
  assert.deepEqual(
    eventsOf(`
      1:1 notification insert 1
      2:1 notification update 1
      3:1 notification read 1
      4:1 notification delete 1
      5:1 request insert 1
      6:1 request insert 2
      7:1 request update 1
      8:1 request delete 1
      9:1 schedule insert 1
      10:1 schedule update 1
      11:1 schedule delete 1
      12:1 session delete 1`),
    [
      "new_meeting_notification 1 @1:1",
      "meeting_notification_updated 1 @2:1",
      "notification_marked_read 1 @3:1",
      "meeting_notification_deleted 1 @4:1",
      "new_meeting_request 1 @5:1",
      "meeting_request_sent 2 @6:1",
      "meeting_request_updated 1 @7:1",
      "meeting_request_deleted 1 @8:1",
      "schedule_created 1 @9:1",
      "schedule_updated 1 @10:1",
      "schedule_deleted 1 @11:1",
      "session_ended 1 @12:1",
    ],
  );
});

Deno.test("payloads are those of the contract", () => {
  const events = toEvents(changes(`
    1:1 notification insert 200
    2:1 notification read 1
    3:1 notification delete 1`));
  assert.deepEqual(events.map(({ payload }) => payload), [
    {
      id: 200,
      recipient_id: USER,
      is_read: false,
      read_at: null,
      version: 1200,
      unread_count: 3,
    },
    {
      notification_id: 1,
      version: 1001,
      user_id: USER,
      is_read: true,
      read_at: "then",
      unread_count: 3,
    },
    { notification_id: 1, unread_count: 3 },
  ]);
});

Deno.test("a notification that is unread again is sent as a whole, as a list of unread ones may lack it", () => {
  const [{ payload }] = toEvents(changes("1:1 notification read 200"));
  const read = { is_read: false, read_at: null };
  assert.deepEqual(payload, {
    notification_id: 200,
    version: 1200,
    user_id: USER,
    ...read,
    unread_count: 3,
    notification: { id: 200, recipient_id: USER, ...read, version: 1200 },
  });
});

Deno.test("what one transaction did to a row is one event", () => {
  assert.deepEqual(
    eventsOf(`
      1:1 notification update 1
      1:2 notification read 1
      1:3 notification update 1`),
    ["notification_marked_read 1 @1:2", "meeting_notification_updated 1 @1:3"],
  );
  assert.deepEqual(
    eventsOf(`
      1:1 request update 1
      1:2 request update 1
      1:3 request delete 1`),
    ["meeting_request_deleted 1 @1:3"],
  );
  assert.deepEqual(
    eventsOf("1:1 schedule delete 1\n1:2 schedule insert 1"),
    ["schedule_created 1 @1:2"],
  );
  assert.deepEqual(
    eventsOf("1:1 notification update 1\n2:2 notification update 1"),
    ["meeting_notification_updated 1 @1:1", "meeting_notification_updated 1 @2:2"],
    "but not what two did",
  );
});

Deno.test("a deletion is sent even of a row that the same transaction inserted", () => {
  assert.deepEqual(
    eventsOf("1:5 notification insert 1\n1:9 notification delete 1"),
    ["meeting_notification_deleted 1 @1:9"],
    "the row may have gone before 5 and come back there",
  );
});

Deno.test("a new row is sent in its first place, so that no offset lies between", () => {
  assert.deepEqual(
    eventsOf(`
      1:1 notification insert 101
      1:2 notification insert 102
      1:3 notification read 101
      1:4 notification update 101`),
    ["new_meeting_notification 101 @1:1", "new_meeting_notification 102 @1:2"],
  );
});

Deno.test("rows with the same id in different tables are kept apart", () => {
  assert.deepEqual(
    eventsOf(`
      1:1 notification insert 1
      1:2 request insert 1
      1:3 schedule insert 1
      1:4 request delete 1`),
    [
      "new_meeting_notification 1 @1:1",
      "schedule_created 1 @1:3",
      "meeting_request_deleted 1 @1:4",
    ],
  );
});

Deno.test("of a row that is gone by now only the deletion is sent", () => {
  assert.deepEqual(
    eventsOf(
      `
      1:1 notification insert 1
      1:2 request insert 1
      2:3 notification read 1
      3:4 notification update 1
      4:5 notification delete 1`,
      ["notification 1"],
    ),
    ["new_meeting_request 1 @1:2", "meeting_notification_deleted 1 @4:5"],
  );
});

Deno.test("of a row that is there again only the insertion is sent", () => {
  const again = changes("5:9 notification insert 1\n6:8 notification delete 1");
  again[1].payload = again[0].payload;
  assert.deepEqual(toEvents(again).map(({ event }) => event), ["new_meeting_notification"]);
});

Deno.test("offsets rise within a transaction, whatever the order of rows", () => {
  const events = toEvents(changes(`
    9:8 notification update 1
    9:9 notification update 2
    9:10 notification insert 3
    9:11 notification update 1
    9:12 request insert 4
    10:3 notification update 2
    10:100 notification read 1`));
  const marks = events.map(({ last }) => [Number(last.xid), Number(last.id)]);
  assert.deepEqual(marks, [[9, 9], [9, 10], [9, 11], [9, 12], [10, 3], [10, 100]]);
});

Deno.test("neighbouring reads of one commit are joined", () => {
  assert.deepEqual(
    eventsOf(`
      1:1 notification read 1
      1:2 notification read 2
      1:3 notification read 3`),
    ["notifications_marked_read 1,2,3 @1:3"],
  );
  const [event] = toEvents(changes("1:1 notification read 1\n1:2 notification read 2"));
  assert.deepEqual(event.payload, {
    notification_ids: [1, 2],
    versions: [1001, 1002],
    user_id: USER,
    is_read: true,
    read_at: "then",
    unread_count: 3,
  });
});

Deno.test("reads are not joined over other events, other commits, or with unread ones", () => {
  assert.deepEqual(
    eventsOf(`
      1:1 notification read 1
      1:2 notification insert 2
      1:3 notification read 3
      1:4 notification read 101
      1:5 notification read 4
      2:6 notification read 5`),
    [
      "notification_marked_read 1 @1:1",
      "new_meeting_notification 2 @1:2",
      "notification_marked_read 3 @1:3",
      "notification_marked_read 101 @1:4",
      "notification_marked_read 4 @1:5",
      "notification_marked_read 5 @2:6",
    ],
  );
});

Deno.test("ids beyond the safe integers keep their order", () => {
  const [first, second] = ["9007199254740993", "9007199254740992"];
  const events = toEvents([
    ...changes(`1:${second} request update 1`),
    ...changes(`1:${first} request update 2`),
  ].reverse());
  assert.deepEqual(events.map(({ last }) => last.id), [second, first]);
});
