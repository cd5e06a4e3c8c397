import assert from "node:assert/strict";
import type { Notification } from "../../lib/contract/notifications.ts";
import { answering, withoutPauses } from "../helpers/fetch.ts";

const { publish, setShownOffset } = await import("../../lib/browser/connection/events.ts");
const inbox = await withoutPauses(() => import("../../lib/browser/store/inbox.ts"));

function notification(id: number, fields: Partial<Notification> = {}): Notification {
  return {
    id,
    user_id: 1,
    mentor_id: 2,
    recipient_id: 1,
    schedule_id: null,
    notification_type: "meeting_scheduled",
    title: `Title ${id}`,
    message: "",
    meeting_datetime: null,
    meeting_link: null,
    is_read: false,
    created_at: new Date(Date.UTC(2026, 0, 1, 0, 0, id)).toISOString(),
    read_at: null,
    notification_data: null,
    actor: null,
    written_by_actor: false,
    updated_at: null,
    version: 1,
    ...fields,
  };
}

type Answer = () => Response | Promise<Response>;

/** Answers each call with the next of them, and all that follow with the last. */
function inTurn(...answers: Answer[]): Answer {
  return () => (answers.length > 1 ? answers.shift()! : answers[0])();
}

/** The answer of a list; `next` is where it goes on. */
function pageOf(notifications: Notification[], next?: string): Answer {
  const path = `/api/meeting-notifications?before=${encodeURIComponent(next ?? "")}&limit=50`;
  const headers: HeadersInit = next ? { link: `<${path}>; rel="next"` } : {};
  return () => Response.json({ notifications, unread_count: 0, total: 0 }, { headers });
}

const refused: Answer = () =>
  Response.json(
    { code: "not_found", title: "Not found", detail: "There is no such notification" },
    { status: 404 },
  );

/** A list of which all is known, where nothing was before. */
function emptyList(filter = "", from?: string) {
  for (const { id } of inbox.notifications.rows.value) {
    publish("meeting_notification_deleted", { notification_id: id, unread_count: 0 });
  }
  const list = inbox.createInbox(filter, from);
  list.add({ rows: [], next: null });
  const shown = () => list.rows.value.map(({ id, is_read }) => `${id}${is_read ? " read" : ""}`);
  return { list, shown };
}

function arrive(id: number, unread_count: number, fields: Partial<Notification> = {}): void {
  publish("new_meeting_notification", { ...notification(id, fields), unread_count });
}

const read = { user_id: 1, is_read: true, read_at: "2026-01-02T00:00:00.000Z" };
const unread = { user_id: 1, is_read: false, read_at: null };

Deno.test("events change the rows and the number of unread ones", () => {
  const { shown } = emptyList();
  arrive(1, 1);
  arrive(2, 2);
  arrive(2, 2);
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2", "1"], 2]);
  assert.equal(inbox.announcement.value, "New notification: Title 2");

  publish("notification_marked_read", {
    notification_id: 2,
    version: 2,
    ...read,
    unread_count: 1,
  });
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2 read", "1"], 1]);
  publish("notification_marked_read", {
    notification_id: 2,
    version: 3,
    ...unread,
    notification: notification(2, { version: 3 }),
    unread_count: 2,
  });
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2", "1"], 2]);
  const ids = { notification_ids: [1, 2, 99], versions: [4, 5, 6] };
  publish("notifications_marked_read", { ...ids, ...read, unread_count: 0 });
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2 read", "1 read"], 0]);
  publish("meeting_notification_deleted", { notification_id: 2, unread_count: 0 });
  assert.deepEqual(shown(), ["1 read"]);
});

Deno.test("what arrives as read is not announced", () => {
  emptyList();
  arrive(3, 1);
  arrive(4, 1, { is_read: true });
  assert.equal(inbox.announcement.value, "New notification: Title 3");
});

Deno.test("marking shows at once, and is taken back when it is refused", async () => {
  const { shown } = emptyList();
  arrive(1, 1);
  const answers = [true, false].map((is_read, index) => () =>
    Response.json({ notification: notification(1, { is_read, version: 2 + index }) })
  );
  const calls = await answering(inTurn(...answers), async () => {
    const marking = inbox.mark(1, true);
    assert.deepEqual([shown(), inbox.unreadCount.value], [["1 read"], 0]);
    await marking;
    await inbox.mark(1, true);
    assert.deepEqual(shown(), ["1 read"]);
    await inbox.mark(1, false);
  });
  const path = "PUT /api/meeting-notifications/1";
  assert.deepEqual(calls, [`${path}/read`, `${path}/unread`]);
  assert.deepEqual([shown(), inbox.unreadCount.value], [["1"], 1]);

  await answering(refused, () => assert.rejects(inbox.mark(1, true), /no such notification/));
  assert.deepEqual([shown(), inbox.unreadCount.value], [["1"], 1]);
});

Deno.test("an error takes nothing back that an event has said meanwhile", async () => {
  const { shown } = emptyList();
  arrive(1, 1);
  const answer: Answer = () => {
    const event = { notification_id: 1, version: 2, ...read, unread_count: 0 };
    publish("notification_marked_read", event);
    arrive(2, 1);
    return refused();
  };
  await answering(answer, () => assert.rejects(inbox.mark(1, true)));
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2", "1 read"], 1]);
});

Deno.test("of two calls about one row, the later one is made when the first is answered", async () => {
  const { shown } = emptyList();
  arrive(1, 1);
  const first = Promise.withResolvers<Response>();
  const made: string[] = [];
  const answer = (is_read: boolean, version: number) =>
    Response.json({ notification: notification(1, { is_read, version }) });
  const calls = await answering(inTurn(() => first.promise, () => answer(false, 3)), async () => {
    const marking = Promise.all([
      inbox.mark(1, true).then(() => made.push("read")),
      inbox.mark(1, false).then(() => made.push("unread")),
    ]);
    first.resolve(answer(true, 2));
    await marking;
  });
  assert.deepEqual(made, ["read", "unread"]);
  assert.deepEqual(calls.map((call) => call.split("/").at(-1)), ["read", "unread"]);
  assert.deepEqual(shown(), ["1"]);
});

Deno.test("all that was shown is marked as read with one call, or nothing is", async () => {
  const { shown } = emptyList();
  setShownOffset("an offset");
  arrive(1, 1);
  arrive(2, 7);
  await answering(refused, () => assert.rejects(inbox.markAllRead()));
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2", "1"], 7]);
  const bodies: unknown[] = [];
  const answer = async (call: Request) => {
    bodies.push(await call.json());
    return Response.json({ updated: 7 });
  };
  const calls = await answering(answer, inbox.markAllRead);
  assert.deepEqual(calls, ["PUT /api/meeting-notifications/mark-all-read"]);
  assert.deepEqual(bodies, [{ as_of: "an offset" }]);
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2 read", "1 read"], 0]);
});

Deno.test("one that is unread again before all marks are answered stays unread", async () => {
  const { shown } = emptyList();
  arrive(1, 1);
  const answer: Answer = () => {
    const row = { version: 3, notification: notification(1, { version: 3 }) };
    publish("notification_marked_read", {
      notification_id: 1,
      ...row,
      ...unread,
      unread_count: 1,
    });
    return Response.json({ updated: 1 });
  };
  await answering(answer, inbox.markAllRead);
  assert.deepEqual([shown(), inbox.unreadCount.value], [["1"], 1]);
});

Deno.test("lists show what matches, and are loaded in pages", async () => {
  emptyList();
  const list = inbox.createInbox("meeting_reminder");
  const reminder = { notification_type: "meeting_reminder" };
  list.add({ rows: [notification(29, reminder)], next: "2026-01-01T00:00:29.000500Z_29" });
  arrive(31, 1);
  arrive(32, 1, reminder);
  const pages = [pageOf([notification(28, reminder)], "other"), pageOf([])];
  const calls = await answering(inTurn(...pages), async () => {
    await list.load(50);
    await list.load(20);
  });
  const path = "GET /api/meeting-notifications?unread_only=false&type=meeting_reminder";
  assert.deepEqual(calls, [
    `${path}&limit=50&before=2026-01-01T00%3A00%3A29.000500Z_29`,
    `${path}&limit=20&before=other`,
  ]);
  assert.deepEqual([list.rows.value.map(({ id }) => id), list.hasMore.value], [
    [32, 29, 28],
    false,
  ]);
});

Deno.test("one that is read leaves the unread ones, and comes back with its event", () => {
  const { shown } = emptyList("unread");
  arrive(1, 1);
  arrive(2, 2);
  assert.deepEqual(shown(), ["2", "1"]);
  publish("notification_marked_read", {
    notification_id: 2,
    version: 2,
    ...read,
    unread_count: 1,
  });
  assert.deepEqual(shown(), ["1"]);
  for (const id of [2, 40]) {
    publish("notification_marked_read", {
      notification_id: id,
      version: 3,
      ...unread,
      notification: notification(id, { version: 3 }),
      unread_count: 2,
    });
  }
  assert.deepEqual(shown(), ["40", "2", "1"]);
});

Deno.test("a list from a cursor on shows older ones alone, whatever arrives", () => {
  const { shown } = emptyList("", "2026-01-01T00:00:05.000000Z_5");
  arrive(5, 1);
  arrive(4, 1);
  arrive(9, 1);
  assert.deepEqual(shown(), ["4"]);
});

Deno.test("what is marked while its page is on its way is marked on it", async () => {
  emptyList();
  const list = inbox.createInbox("");
  await answering(() => {
    const ids = { notification_ids: [58], versions: [2] };
    publish("notifications_marked_read", { ...ids, ...read, unread_count: 0 });
    return pageOf([notification(58), notification(57)])();
  }, () => list.load(50));
  assert.deepEqual(list.rows.value.map(({ id, is_read }) => [id, is_read]), [
    [58, true],
    [57, false],
  ]);
});
