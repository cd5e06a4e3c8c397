/** From changes to the events that clients know. */
import type { FeedEvents } from "../contract/events.ts";
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
 * What remains of a transaction's changes of one row. An insertion takes its first place, so that
 * clients with a later offset have the row; all else takes its last. A deletion is sent even of a
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

function toEvent(change: Change): FeedEvent | null {
  const isThere = change.payload !== null;
  if (isThere === (change.op === "delete")) return null;
  if (change.topic === "notification") return notificationEvent(change);
  if (change.topic === "request") return requestEvent(change);
  if (change.topic === "schedule") return scheduleEvent(change);
  return { event: "session_ended", payload: { session_id: change.row_id! }, last: change };
}

function notificationEvent(change: Change): FeedEvent {
  const unread_count = change.unread_count ?? 0;
  if (change.op === "delete") {
    const payload = { notification_id: change.row_id!, unread_count };
    return { event: "meeting_notification_deleted", payload, last: change };
  }
  const row = change.payload as Notification;
  if (change.op !== "read") {
    const event = change.op === "insert"
      ? "new_meeting_notification"
      : "meeting_notification_updated";
    return { event, payload: { ...row, unread_count }, last: change };
  }
  const { id: notification_id, recipient_id: user_id, is_read, read_at, version } = row;
  const payload = { notification_id, version, user_id, is_read, read_at, unread_count };
  const whole = is_read ? {} : { notification: row };
  return { event: "notification_marked_read", payload: { ...payload, ...whole }, last: change };
}

function requestEvent(change: Change): FeedEvent {
  if (change.op === "delete") {
    const payload = { request_id: change.row_id! };
    return { event: "meeting_request_deleted", payload, last: change };
  }
  const payload = change.payload as FeedEvents["meeting_request_updated"];
  if (change.op === "update") return { event: "meeting_request_updated", payload, last: change };
  const event = payload.type === "received" ? "new_meeting_request" : "meeting_request_sent";
  return { event, payload, last: change };
}

function scheduleEvent(change: Change): FeedEvent {
  if (change.op === "delete") {
    const payload = { schedule_id: change.row_id! };
    return { event: "schedule_deleted", payload, last: change };
  }
  const payload = change.payload as FeedEvents["schedule_updated"];
  const event = change.op === "insert" ? "schedule_created" : "schedule_updated";
  return { event, payload, last: change };
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
