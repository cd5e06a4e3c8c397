import assert from "node:assert/strict";
import type { Notification } from "../../lib/contract/notifications.ts";

// Lists publish after pauses, which would outlast the tests: here no pause takes any time.
const realSetTimeout = globalThis.setTimeout;
globalThis.setTimeout = ((work: () => void) => work()) as never;
const { reloadAll, tell } = await import("../../lib/client/events.ts");
const inbox = await import("../../lib/client/inbox.ts");
globalThis.setTimeout = realSetTimeout;

function notification(id: number, is_read = false): Notification {
  return {
    id,
    user_id: 1,
    mentor_id: 2,
    recipient_id: 1,
    schedule_id: null,
    notification_type: "meeting_reminder",
    title: `Title ${id}`,
    message: "",
    meeting_datetime: null,
    meeting_link: null,
    is_read,
    created_at: `2026-01-01T00:00:0${id}.000Z`,
    read_at: null,
    notification_data: null,
  };
}

/** Runs `work` with every call answered by `answer`; resolves to the calls. */
async function answering(answer: () => Response, work: () => Promise<void>): Promise<string[]> {
  const calls: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    calls.push(`${init?.method} ${input}`);
    return new Promise((resolve) => resolve(answer()));
  };
  try {
    await work();
    return calls;
  } finally {
    globalThis.fetch = real;
  }
}

function shown(): string[] {
  return inbox.notifications.rows.value.map(({ id, is_read }) => `${id}${is_read ? " read" : ""}`);
}

function arrive(id: number, unread_count: number): void {
  tell("new_meeting_notification", { ...notification(id), unread_count });
}

/** Empties the inbox. */
async function reset(): Promise<void> {
  const empty = { notifications: [], unread_count: 0, total: 0 };
  await answering(() => Response.json(empty), reloadAll);
}

Deno.test("events change the rows and the number of unread ones", async () => {
  await reset();
  arrive(1, 1);
  arrive(2, 2);
  arrive(2, 2);
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2", "1"], 2]);
  assert.equal(inbox.announcement.value, "New notification: Title 2");

  const read = { user_id: 1, is_read: true, read_at: "2026-01-02T00:00:00.000Z" };
  tell("notification_marked_read", { notification_id: 2, ...read, unread_count: 1 });
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2 read", "1"], 1]);

  const page = { notifications: [notification(1)], unread_count: 1, total: 1 };
  await answering(() => Response.json(page), async () => {
    tell("meeting_notification_deleted", { notification_id: 2, unread_count: 1 });
    await Promise.resolve();
  });
  assert.deepEqual([shown(), inbox.unreadCount.value], [["1"], 1]);
});

Deno.test("reading shows at once, and is taken back when it is refused", async () => {
  await reset();
  arrive(1, 1);
  const calls = await answering(() => Response.json({ notification: {} }), async () => {
    const reading = inbox.markRead(1);
    assert.deepEqual([shown(), inbox.unreadCount.value], [["1 read"], 0]);
    await reading;
    await inbox.markRead(1);
  });
  assert.deepEqual(calls, ["PUT /api/meeting-notifications/1/read"]);

  arrive(2, 1);
  const refusal = {
    code: "not_found",
    title: "Not found",
    detail: "There is no such notification",
  };
  await answering(
    () => Response.json(refusal, { status: 404 }),
    () => assert.rejects(inbox.markRead(2), /no such notification/),
  );
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2", "1 read"], 1]);
});

Deno.test("all are marked as read with one call", async () => {
  await reset();
  arrive(1, 1);
  arrive(2, 2);
  const calls = await answering(() => Response.json({ updated: 2 }), inbox.markAllRead);
  assert.deepEqual(calls, ["PUT /api/meeting-notifications/mark-all-read"]);
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2 read", "1 read"], 0]);
});

Deno.test("older ones are asked for from where the list ends", async () => {
  await reset();
  arrive(5, 1);
  const page = { notifications: [notification(4, true), notification(3, true)], unread_count: 1 };
  const calls = await answering(() => Response.json({ ...page, total: 4 }), async () => {
    assert.equal(await inbox.loadOlder(), true);
  });
  assert.deepEqual(calls, ["GET /api/meeting-notifications?limit=50&offset=1"]);
  assert.deepEqual(shown(), ["5", "4 read", "3 read"]);
});
