import assert from "node:assert/strict";
import type { Notification } from "../../lib/contract/notifications.ts";
import { eventually } from "../helpers/heard.ts";

// Lists publish after pauses, which would outlast the tests: here no pause takes any time.
const realSetTimeout = globalThis.setTimeout;
globalThis.setTimeout = ((work: () => void) => work()) as never;
const { reloadAll, tell } = await import("../../lib/browser/connection/events.ts");
const inbox = await import("../../lib/browser/store/inbox.ts");
const { createView } = await import("../../lib/browser/store/inbox_view.ts");
globalThis.setTimeout = realSetTimeout;

const all = createView("");
const unread = createView("unread");
const reminders = createView("meeting_reminder");

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
    updated_at: null,
    version: id,
    ...fields,
  };
}

type Answer = () => Response | Promise<Response>;

/** Runs `work` with calls answered by `answers`, the last of them again and again; the calls. */
async function answering(answers: Answer[], work: () => Promise<unknown>): Promise<string[]> {
  const calls: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    calls.push(`${init?.method} ${input}`);
    return await answers[Math.min(calls.length, answers.length) - 1]();
  };
  try {
    await work();
    return calls;
  } finally {
    globalThis.fetch = real;
  }
}

function pageOf(notifications: Notification[], unread_count = 0): Answer {
  return () => Response.json({ notifications, unread_count, total: 0 });
}

const refused: Answer = () =>
  Response.json(
    { code: "not_found", title: "Not found", detail: "There is no such notification" },
    {
      status: 404,
    },
  );

function shown(view = all): string[] {
  return view.rows.value.map(({ id, is_read }) => `${id}${is_read ? " read" : ""}`);
}

function arrive(id: number, unread_count: number, fields: Partial<Notification> = {}): void {
  tell("new_meeting_notification", { ...notification(id, fields), unread_count });
}

/** Empties the inbox: nothing is left to load. */
async function reset(): Promise<void> {
  await answering([pageOf([])], reloadAll);
}

const read = { user_id: 1, is_read: true, read_at: "2026-01-02T00:00:00.000Z", version: 100 };
const readTogether = (notification_ids: number[]) => {
  const { version, ...rest } = read;
  return { ...rest, notification_ids, versions: notification_ids.map(() => version) };
};

Deno.test("events change the rows and the number of unread ones", async () => {
  await reset();
  arrive(1, 1);
  arrive(2, 2);
  arrive(2, 2);
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2", "1"], 2]);
  assert.equal(inbox.announcement.value, "New notification: Title 2");

  tell("notification_marked_read", { notification_id: 2, ...read, unread_count: 1 });
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2 read", "1"], 1]);
  const again = { notification_id: 2, user_id: 1, is_read: false, read_at: null, version: 101 };
  tell("notification_marked_read", { ...again, unread_count: 2 });
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2", "1"], 2]);
  tell("notifications_marked_read", { ...readTogether([1, 2, 99]), unread_count: 0 });
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2 read", "1 read"], 0]);
  tell("meeting_notification_deleted", { notification_id: 2, unread_count: 0 });
  assert.deepEqual(shown(), ["1 read"]);
});

Deno.test("what arrives as read is not announced", async () => {
  await reset();
  arrive(1, 1);
  arrive(2, 1, { is_read: true });
  assert.equal(inbox.announcement.value, "New notification: Title 1");
});

Deno.test("marking shows at once, and is taken back when it is refused", async () => {
  await reset();
  arrive(1, 1);
  const calls = await answering([() => Response.json({ notification: {} })], async () => {
    const marking = inbox.mark(1, true);
    assert.deepEqual([shown(), inbox.unreadCount.value], [["1 read"], 0]);
    await marking;
    await inbox.mark(1, true);
    await inbox.mark(1, false);
  });
  const path = "PUT /api/meeting-notifications/1";
  assert.deepEqual(calls, [`${path}/read`, `${path}/unread`]);
  assert.deepEqual([shown(), inbox.unreadCount.value], [["1"], 1]);

  await answering(
    [refused],
    () => assert.rejects(inbox.mark(1, true), /no such notification/),
  );
  assert.deepEqual([shown(), inbox.unreadCount.value], [["1"], 1]);
});

Deno.test("an error takes nothing back that an event has said meanwhile", async () => {
  await reset();
  arrive(1, 1);
  const answer: Answer = () => {
    tell("notification_marked_read", { notification_id: 1, ...read, unread_count: 0 });
    arrive(2, 1);
    return refused();
  };
  await answering([answer], () => assert.rejects(inbox.mark(1, true)));
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2", "1 read"], 1]);
});

Deno.test("of two calls about one row, the later one is made when the first is answered", async () => {
  await reset();
  arrive(1, 1);
  const first = Promise.withResolvers<Response>();
  const ok = () => Response.json({});
  const made: string[] = [];
  const calls = await answering([() => first.promise, ok], async () => {
    const marking = Promise.all([
      inbox.mark(1, true).then(() => made.push("read")),
      inbox.mark(1, false).then(() => made.push("unread")),
    ]);
    first.resolve(ok());
    await marking;
  });
  assert.deepEqual(made, ["read", "unread"]);
  assert.deepEqual(calls.map((call) => call.split("/").at(-1)), ["read", "unread"]);
});

Deno.test("all are marked as read with one call, or none are", async () => {
  await reset();
  arrive(1, 1);
  arrive(2, 7);
  await answering([refused], () => assert.rejects(inbox.markAllRead()));
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2", "1"], 7]);
  const calls = await answering([() => Response.json({ updated: 7 })], inbox.markAllRead);
  assert.deepEqual(calls, ["PUT /api/meeting-notifications/mark-all-read"]);
  assert.deepEqual([shown(), inbox.unreadCount.value], [["2 read", "1 read"], 0]);
});

Deno.test("a view shows what matches, as far down as it is known without a gap", async () => {
  await reset();
  const view = createView("");
  view.seed([notification(9), notification(8)], true);
  reminders.seed([notification(3, { notification_type: "meeting_reminder" })], false);
  arrive(10, 1, { notification_type: "meeting_reminder" });
  assert.deepEqual(shown(view), ["10", "9", "8"]);
  assert.deepEqual(shown(reminders), ["10", "3"]);
  const older = Array.from({ length: 50 }, (_, place) => notification(7 - place));
  const calls = await answering([pageOf(older), pageOf([])], async () => {
    await view.loadOlder();
    assert.equal(view.hasOlder.value, true);
    await view.loadOlder();
  });
  const path = "GET /api/meeting-notifications?limit=50&unread_only=false&before";
  assert.deepEqual(calls, [`${path}=8`, `${path}=-42`]);
  assert.equal(view.hasOlder.value, false);
  assert.equal(view.rows.value.length, 53);
});

Deno.test("one that is read leaves the unread ones", async () => {
  await reset();
  arrive(1, 1);
  arrive(2, 2);
  assert.deepEqual(shown(unread), ["2", "1"]);
  tell("notification_marked_read", { notification_id: 2, ...read, unread_count: 1 });
  assert.deepEqual(shown(unread), ["1"]);
});

Deno.test("one that is unread again and not known is loaded", async () => {
  await reset();
  const row = notification(5);
  await answering([pageOf([row], 1)], async () => {
    const again = { notification_id: 5, user_id: 1, is_read: false, read_at: null, version: 101 };
    tell("notification_marked_read", { ...again, unread_count: 1 });
    await new Promise((resolve) =>
      unread.rows.subscribe((rows) => rows.length > 0 && resolve(rows))
    );
  });
  assert.deepEqual(shown(unread), ["5"]);
});

Deno.test("where the last row is gone, older ones are asked for from the one above", async () => {
  await reset();
  const view = createView("");
  view.seed([notification(9), notification(8)], true);
  const gone: Answer = () => {
    const errors = [{ path: "before", message: "is gone" }];
    return Response.json({ code: "invalid_input", title: "", detail: "", errors }, { status: 400 });
  };
  const calls = await answering([gone, pageOf([notification(7)])], view.loadOlder);
  assert.deepEqual(calls.map((call) => call.split("=").at(-1)), ["8", "9"]);
  assert.deepEqual(shown(view), ["9", "7"]);
});

Deno.test("a view below a row shows older ones alone, whatever arrives", async () => {
  await reset();
  const view = createView("", notification(5));
  view.seed([notification(4), notification(3)], true);
  arrive(9, 1);
  assert.deepEqual(shown(view), ["4", "3"]);
});

Deno.test("a reload replaces what was missed", async () => {
  await reset();
  arrive(1, 1);
  await answering([pageOf([notification(3), notification(2)], 2)], reloadAll);
  assert.deepEqual([shown(), inbox.unreadCount.value], [["3", "2"], 2]);
  assert.equal(all.hasOlder.value, false);
});

/** Answers calls when they are let go, each with what it is given then; those that wait. */
function holding(): { waiting: ((answer: Answer) => void)[]; hold: Answer } {
  const waiting: ((answer: Answer) => void)[] = [];
  const hold = () =>
    new Promise<Response>((resolve) => waiting.push((answer) => resolve(answer())));
  return { waiting, hold };
}

Deno.test("an older number of unread ones does not undo a newer one", async () => {
  await reset();
  const { waiting, hold } = holding();
  await answering([hold], async () => {
    const reloading = reloadAll();
    arrive(1, 7);
    waiting.forEach((answer) => answer(pageOf([], 6)));
    await reloading;
  });
  assert.deepEqual([shown(), inbox.unreadCount.value], [["1"], 7]);
});

Deno.test("what is marked while its page is on its way is marked on it", async () => {
  await reset();
  const view = createView("");
  view.seed([notification(9)], true);
  const { waiting, hold } = holding();
  await answering([hold], async () => {
    const loading = view.loadOlder();
    await Promise.resolve().then(() => {});
    tell("notifications_marked_read", { ...readTogether([8]), unread_count: 0 });
    waiting[0](pageOf([notification(8), notification(7)]));
    await loading;
  });
  assert.deepEqual(shown(view), ["9", "8 read", "7"]);
});

Deno.test("a page that was asked for before a reload is asked for again", async () => {
  await reset();
  const view = createView("");
  view.seed([notification(9)], true);
  const { waiting, hold } = holding();
  const calls = await answering([hold], async () => {
    const loading = view.loadOlder();
    await Promise.resolve().then(() => {});
    const reloading = reloadAll();
    const [stale, ...others] = waiting.splice(0);
    const now = Array.from({ length: 100 }, (_, place) => notification(200 - place));
    others.forEach((answer) => answer(pageOf(now)));
    await reloading;
    stale(pageOf([notification(8)]));
    await eventually("asked again", () => waiting.length > 0);
    waiting[0](pageOf([notification(100)]));
    await loading;
  });
  assert.match(calls.at(-1)!, /before=101$/);
  assert.deepEqual(shown(view).slice(-2), ["101", "100"]);
});
