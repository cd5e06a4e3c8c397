import { z } from "zod";
import { upcomingAnswer, upcomingQuery } from "../meetings.ts";
import {
  cancelAnswer,
  cancelInput,
  markAllInput,
  notificationAnswer,
  notificationInput,
  notificationsPage,
  notificationsQuery,
  reminderAnswer,
  reminderInput,
} from "../notifications.ts";
import { type Endpoint, NEXT_PAGE } from "./endpoint.ts";
import * as examples from "./examples.ts";

const { notification, schedule } = examples;
const as_of = "NzQxMjM0LTEtMTYzODQuMC83NTM6NzU1Og.0ZkLw1v5r0b6Xo2yqgJ8Yw";
const reason = "Emergency came up";

const own: Endpoint[] = [
  {
    method: "GET",
    path: "/api/meeting-notifications",
    tag: "Notifications",
    summary: "Get your notifications",
    description:
      "Newest first. `total` counts all that match `unread_only` and `type`; `unread_count`, all " +
      `that are unread. ${NEXT_PAGE}`,
    query: notificationsQuery,
    answers: {
      200: {
        means: "The notifications",
        schema: notificationsPage,
        example: { notifications: [notification], unread_count: 1, total: 1, as_of },
      },
    },
  },
  {
    method: "PUT",
    path: "/api/meeting-notifications/{id}/read",
    tag: "Notifications",
    summary: "Mark a notification as read",
    description: "Repeated, it gives the same answer.",
    answers: {
      200: {
        means: "The notification",
        schema: notificationAnswer,
        example: {
          notification: { ...notification, is_read: true, read_at: "2099-01-10T09:05:00.000Z" },
        },
      },
    },
  },
  {
    method: "PUT",
    path: "/api/meeting-notifications/{id}/unread",
    tag: "Notifications",
    summary: "Mark a notification as unread",
    description: "Repeated, it gives the same answer.",
    answers: {
      200: {
        means: "The notification",
        schema: notificationAnswer,
        example: { notification },
      },
    },
  },
  {
    method: "PUT",
    path: "/api/meeting-notifications/mark-all-read",
    tag: "Notifications",
    summary: "Mark all your notifications as read",
    description:
      "With `as_of`, the `as_of` of a list or the offset of an event, exactly those that had " +
      "been delivered by then: a page never marks what it has not shown. Where that is not known any " +
      "more nothing is marked, and the answer is `conflict`. Without it all are marked.",
    body: markAllInput,
    bodyIsOptional: true,
    example: { as_of },
    answers: {
      200: {
        means: "How many were unread",
        schema: z.object({ updated: z.int().min(0) }),
        example: { updated: 3 },
      },
    },
    errors: ["conflict"],
  },
  {
    method: "GET",
    path: "/api/meeting-notifications/unread-count",
    tag: "Notifications",
    summary: "Count your unread notifications",
    answers: {
      200: {
        means: "The count",
        schema: z.object({ unread_count: z.int().min(0) }),
        example: { unread_count: 3 },
      },
    },
  },
];

const sent: Endpoint[] = [
  {
    method: "POST",
    path: "/api/meeting-notifications",
    tag: "Notifications",
    summary: "Create a notification",
    description: "For `recipient_id`, which is `user_id` (the patient) by default, or " +
      "`mentor_id` (the researcher). The caller is one of the two and has a relation with the other " +
      "(an accepted request, or a meeting in any status; a researcher from the request on), or is " +
      "a service. What a person writes is shown as from them. At most 30 an hour to the same person.",
    body: notificationInput,
    example: {
      user_id: examples.patient.id,
      mentor_id: examples.researcher.id,
      schedule_id: schedule.id,
      notification_type: "meeting_scheduled",
      title: "Meeting Scheduled",
      message: "Your meeting has been scheduled...",
      meeting_datetime: "2099-01-15T10:00:00Z",
      meeting_link: "https://meet.google.com/abc-def-ghi",
      notification_data: { mentor_name: "John Doe", duration: 60 },
    },
    answers: {
      201: { means: "The notification", schema: notificationAnswer, example: { notification } },
    },
    errors: ["not_found"],
  },
  {
    method: "POST",
    path: "/api/meeting-notifications/reminder",
    tag: "Notifications",
    summary: "Send a meeting reminder",
    description:
      "To both participants, now; a participant may do so once in ten minutes. The ones 24 hours and 30 minutes before a meeting " +
      "are sent by themselves.",
    body: reminderInput,
    example: { schedule_id: schedule.id },
    answers: {
      201: {
        means: "The two notifications",
        schema: reminderAnswer,
        example: {
          notifications: examples.toBoth({
            notification_type: "meeting_reminder",
            title: "Meeting Reminder",
          }),
        },
      },
    },
    errors: ["not_found", "conflict"],
  },
  {
    method: "POST",
    path: "/api/meeting-notifications/cancel",
    tag: "Notifications",
    summary: "Cancel a meeting",
    description: "Both participants are notified.",
    body: cancelInput,
    example: { schedule_id: schedule.id, reason },
    answers: {
      200: {
        means: "The meeting and the two notifications",
        schema: cancelAnswer,
        example: {
          schedule: {
            ...schedule,
            status: "cancelled",
            cancel_reason: reason,
            sequence: 1,
            updated_at: "2099-01-14T08:00:00.000Z",
          },
          notifications: examples.toBoth({
            notification_type: "meeting_cancelled",
            title: "Meeting Cancelled",
            notification_data: { mentor_name: "John Doe", duration: 60, reason },
          }),
        },
      },
    },
    errors: ["not_found", "already_cancelled", "conflict"],
  },
  {
    method: "GET",
    path: "/api/meeting-notifications/upcoming",
    tag: "Notifications",
    summary: "Get your upcoming meetings",
    description: "Those that are scheduled and not over, soonest first.",
    query: upcomingQuery,
    answers: {
      200: {
        means: "The meetings, each with the person on the other side",
        schema: upcomingAnswer,
        example: { meetings: [{ ...schedule, other: examples.researcher }] },
      },
    },
  },
];

export const notificationEndpoints: Endpoint[] = [...own, ...sent];
