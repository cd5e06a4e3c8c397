/** From changes to the events that clients know. */
import type { FeedEvents } from "../contract/events.ts";
import type { Request, Schedule } from "../contract/meetings.ts";
import type { Notification } from "../contract/notifications.ts";
import type { Change } from "./change_feed.ts";

type EventOf<E extends keyof FeedEvents> = { event: E; payload: FeedEvents[E]; last: Change };

/** One event for a connection; `last` is the change that it brings the connection up to. */
export type FeedEvent = { [E in keyof FeedEvents]: EventOf<E> }[keyof FeedEvents];

/**
 * The events of one recipient's changes, in the order in which their transactions began. What one
 * transaction did to a row is one event, of the outcome. Payloads are the rows of now: of a row
 * that is gone by now only the deletion is sent, and of one that is there again no deletion.
 */
export function toEvents(changes: Change[]): FeedEvent[] {
  const events: FeedEvent[] = [];
  for (const rows of groupBy(changes, (change) => change.xid)) {
    const settled = groupBy(rows, ({ topic, row_id }) => `${topic} ${row_id}`).flatMap(settle)
      .sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
    events.push(...settled.flatMap((change) => toEvent(change) ?? []));
  }
  return joinReads(events);
}

function groupBy(changes: Change[], key: (change: Change) => string): Change[][] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = groups.get(key(change));
    if (group) group.push(change);
    else groups.set(key(change), [change]);
  }
  return [...groups.values()];
}

/**
 * What remains of a transaction's changes of one row. An insertion has its first position, so that
 * clients with a later offset have the row; all else has its last. A deletion is sent even of a
 * row that the same transaction inserted: a client whose offset lies in between may have the row.
 */
function settle(changes: Change[]): Change[] {
  const last = changes[changes.length - 1];
  if (last.op === "delete") return [last];
  const inserted = changes.find(({ op }) => op === "insert");
  if (inserted) return [inserted];
  return (["update", "read"] as const).flatMap((op) =>
    changes.findLast((change) => change.op === op) ?? []
  );
}

type Make = <E extends keyof FeedEvents>(event: E, payload: FeedEvents[E]) => FeedEvent;

function toEvent(change: Change): FeedEvent | null {
  const isThere = change.payload !== null;
  if (isThere === (change.op === "delete")) return null;
  const make: Make = (event, payload) => ({ event, payload, last: change }) as FeedEvent;
  if (change.topic === "notification") return notificationEvent(change, make);
  if (change.topic === "request") return requestEvent(change, make);
  if (change.topic === "schedule") return scheduleEvent(change, make);
  return make("session_ended", { session_id: change.row_id! });
}

function notificationEvent({ op, row_id, payload, unread_count: count }: Change, make: Make) {
  const unread_count = count ?? 0;
  if (op === "delete") {
    return make("meeting_notification_deleted", { notification_id: row_id!, unread_count });
  }
  const row = payload as Notification;
  if (op === "insert") return make("new_meeting_notification", { ...row, unread_count });
  if (op === "update") return make("meeting_notification_updated", { ...row, unread_count });
  const { id: notification_id, recipient_id: user_id, is_read, read_at, version } = row;
  const read = { notification_id, version, user_id, is_read, read_at, unread_count };
  return make("notification_marked_read", is_read ? read : { ...read, notification: row });
}

function requestEvent({ op, row_id, payload }: Change, make: Make): FeedEvent {
  if (op === "delete") return make("meeting_request_deleted", { request_id: row_id! });
  const row = payload as Request;
  if (op === "update") return make("meeting_request_updated", row);
  return make(row.type === "received" ? "new_meeting_request" : "meeting_request_sent", row);
}

function scheduleEvent({ op, row_id, payload }: Change, make: Make): FeedEvent {
  if (op === "delete") return make("schedule_deleted", { schedule_id: row_id! });
  return make(op === "insert" ? "schedule_created" : "schedule_updated", payload as Schedule);
}

/** Neighbouring reads of one commit become one event. */
function joinReads(events: FeedEvent[]): FeedEvent[] {
  const joined: FeedEvent[] = [];
  for (const next of events) {
    const before = joined.at(-1);
    const together = next.event === "notification_marked_read" && next.payload.is_read &&
      before?.last.xid === next.last.xid && readRows(before);
    if (!together) {
      joined.push(next);
      continue;
    }
    const { notification_id, version, ...rest } = next.payload;
    const notification_ids = [...together.ids, notification_id];
    const versions = [...together.versions, version];
    joined[joined.length - 1] = {
      event: "notifications_marked_read",
      payload: { ...rest, notification_ids, versions },
      last: next.last,
    };
  }
  return joined;
}

function readRows({ event, payload }: FeedEvent): { ids: number[]; versions: number[] } | null {
  if (event === "notifications_marked_read") {
    return { ids: payload.notification_ids, versions: payload.versions };
  }
  if (event !== "notification_marked_read" || !payload.is_read) return null;
  return { ids: [payload.notification_id], versions: [payload.version] };
}
