/** The events of the socket. Those of the change feed have an opaque offset after their payload. */
import { z } from "zod";
import { type ErrorCode } from "./errors.ts";
import { id } from "./fields.ts";
import { type Request, type Schedule } from "./meetings.ts";
import { type Notification, type NotificationsList } from "./notifications.ts";

/** A position in the change feed, opaque to clients: `auth.serverOffset` of the next handshake. */
export type Offset = string;

type Count = { unread_count: number };
type Read = { user_id: number; is_read: boolean; read_at: string | null } & Count;

/** Server events that a committed row causes, with their payloads. */
export type FeedEvents = {
  new_meeting_notification: Notification & Count;
  meeting_notification_updated: Notification & Count;
  /** With the row where it is unread again: lists of unread ones may not have it. */
  notification_marked_read: {
    notification_id: number;
    version: number;
    notification?: Notification;
  } & Read;
  /** Several that one commit marked as read; `versions` in the order of the ids. */
  notifications_marked_read: { notification_ids: number[]; versions: number[] } & Read;
  meeting_notification_deleted: { notification_id: number } & Count;
  /** To the expert. */
  new_meeting_request: Request;
  /** To the requester: the same row, on the other side. */
  meeting_request_sent: Request;
  meeting_request_updated: Request;
  meeting_request_deleted: { request_id: number };
  schedule_created: Schedule;
  schedule_updated: Schedule;
  schedule_deleted: { schedule_id: number };
  /** To the person's other sessions. */
  session_ended: { session_id: number };
};

export type MeetingError = { event: string; code: ErrorCode; message: string };

export type ServerEvents =
  & { [E in keyof FeedEvents]: (payload: FeedEvents[E], offset: Offset) => void }
  & {
    /** All that was missed has been sent; lists are current from here. */
    ready: (payload: { user_id: number }, offset: Offset) => void;
    /** What is committed cannot be read at present; `ready` follows when it can. */
    delayed: (payload: { user_id: number }, offset: Offset) => void;
    /** The offset cannot be honoured: reload the lists. */
    resync: (payload: { reason: string }, offset: Offset) => void;
    joined_meeting_room: (payload: { room: string } & JoinInput) => void;
    meeting_notifications: (payload: NotificationsList) => void;
    meeting_error: (payload: MeetingError) => void;
  };

export type Acknowledgement =
  | ({ ok: true } & Record<string, unknown>)
  | { ok: false; error: { code: ErrorCode; message: string } };

type Call = (payload: unknown, acknowledge?: (answer: Acknowledgement) => void) => void;

export type ClientEvents = {
  join_meeting_room: Call;
  get_meeting_notifications: Call;
  mark_notification_read: Call;
};

export const joinInput = z.object({ user_id: id, user_type: z.enum(["user", "mentor"]) });
export type JoinInput = z.infer<typeof joinInput>;

export const listInput = z.object({
  user_id: id,
  limit: z.int().min(1).max(100).default(50),
  offset: z.int().min(0).max(10_000_000).default(0),
  unread_only: z.boolean().default(false),
});

export const markReadInput = z.object({ notification_id: id, user_id: id });
