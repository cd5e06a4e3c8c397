/** All events of the socket, as the documentation describes them. */
import type { ClientEvents, ServerEvents } from "../events.ts";

type Line = { payload: string; means: string };

/** What clients send. Each takes an acknowledgement: `{ok: true, …}` or `{ok: false, error}`. */
export const CLIENT_EVENTS: Record<keyof ClientEvents, Line & { answer: keyof ServerEvents }> = {
  join_meeting_room: {
    payload: "user_id, user_type: user or mentor",
    means: "Confirms the person's own room, which a connection is in from the start.",
    answer: "joined_meeting_room",
  },
  get_meeting_notifications: {
    payload: "user_id, limit?, offset?, unread_only?",
    means: "Asks for one's notifications, newest first.",
    answer: "meeting_notifications",
  },
  mark_notification_read: {
    payload: "notification_id, user_id",
    means: "Marks one as read; all of the person's connections get the event.",
    answer: "notification_marked_read",
  },
};

/** What the server sends; `offset`: the last argument is one. */
export const SERVER_EVENTS: Record<
  keyof ServerEvents,
  Line & { to: string; offset: boolean }
> = {
  new_meeting_notification: {
    payload: "the notification, unread_count",
    means: "There is a new notification.",
    to: "its recipient",
    offset: true,
  },
  meeting_notification_updated: {
    payload: "the notification, unread_count",
    means: "A notification has another text, time or link.",
    to: "its recipient",
    offset: true,
  },
  notification_marked_read: {
    payload: "notification_id, version, user_id, is_read, read_at, unread_count, notification?",
    means: "It was marked as read, or as unread again; then with the notification.",
    to: "its recipient",
    offset: true,
  },
  notifications_marked_read: {
    payload: "notification_ids, versions, user_id, is_read, read_at, unread_count",
    means: "Several were marked as read at once.",
    to: "their recipient",
    offset: true,
  },
  meeting_notification_deleted: {
    payload: "notification_id, unread_count",
    means: "It is gone.",
    to: "its recipient",
    offset: true,
  },
  new_meeting_request: {
    payload: "the request",
    means: "A patient asks for a meeting.",
    to: "the researcher",
    offset: true,
  },
  meeting_request_sent: {
    payload: "the request",
    means: "The same request, for the one who asked.",
    to: "the patient",
    offset: true,
  },
  meeting_request_updated: {
    payload: "the request",
    means: "It was decided, withdrawn or changed.",
    to: "both, each as their own GET shows it",
    offset: true,
  },
  meeting_request_deleted: {
    payload: "request_id",
    means: "It is gone.",
    to: "both",
    offset: true,
  },
  schedule_created: {
    payload: "the schedule",
    means: "There is a new meeting.",
    to: "both participants",
    offset: true,
  },
  schedule_updated: {
    payload: "the schedule",
    means: "It was moved, cancelled or changed.",
    to: "both participants",
    offset: true,
  },
  schedule_deleted: {
    payload: "schedule_id",
    means: "It is gone.",
    to: "both participants",
    offset: true,
  },
  session_ended: {
    payload: "session_id",
    means: "Another session of the person has ended.",
    to: "the person's other sessions",
    offset: true,
  },
  ready: {
    payload: "user_id",
    means: "All that was missed has been sent; what follows is new.",
    to: "the connection",
    offset: true,
  },
  delayed: {
    payload: "user_id",
    means: "What is committed cannot be read at present; `ready` follows when it can.",
    to: "the connection",
    offset: true,
  },
  resync: {
    payload: "reason",
    means: "The offset cannot be honoured: reload your lists.",
    to: "the connection",
    offset: true,
  },
  joined_meeting_room: {
    payload: "room, user_id, user_type",
    means: "Answers join_meeting_room.",
    to: "the connection",
    offset: false,
  },
  meeting_notifications: {
    payload: "notifications, unread_count, total",
    means: "Answers get_meeting_notifications.",
    to: "the connection",
    offset: false,
  },
  meeting_error: {
    payload: "event, code, message",
    means: "A call was refused; `code` is one of the errors above.",
    to: "the connection",
    offset: false,
  },
};
