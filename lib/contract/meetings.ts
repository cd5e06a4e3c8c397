import { z } from "zod";
import { count, id, instant, link, text, time, words } from "./fields.ts";
import { person } from "./users.ts";

export const requestStatus = z.enum(["pending", "accepted", "rejected", "cancelled"]);
export type RequestStatus = z.infer<typeof requestStatus>;

export const meetingType = z.enum(["video_call", "phone_call", "in_person"]);
export type MeetingType = z.infer<typeof meetingType>;

const requestFields = {
  id,
  message: z.string(),
  status: requestStatus,
  preferred_datetime: time.nullable(),
  meeting_type: meetingType.nullable(),
  decision_reason: z.string().nullable(),
  schedule_id: id.nullable(),
  created_at: time,
  updated_at: time.nullable(),
};

/** A request as the expert (`received`) or the requester (`sent`) sees it. */
export const request = z.discriminatedUnion("type", [
  z.object({ ...requestFields, requester: person, type: z.literal("received") }),
  z.object({ ...requestFields, expert: person, type: z.literal("sent") }),
]);
export type Request = z.infer<typeof request>;
export type ReceivedRequest = Extract<Request, { type: "received" }>;
export type SentRequest = Extract<Request, { type: "sent" }>;

export const requestsQuery = z.object({
  status: requestStatus.optional(),
  limit: count(1, 500, 100),
  offset: count(0, 1_000_000, 0),
});
export type RequestsQuery = z.infer<typeof requestsQuery>;

export const requestInput = z.object({
  expert_id: id,
  message: words(5000),
  preferred_datetime: instant.nullish(),
  meeting_type: meetingType.nullish(),
});
export type RequestInput = z.infer<typeof requestInput>;

/** How long a meeting may last, in minutes. */
export const duration = z.int().min(5).max(480);

export const decisionInput = z.object({
  status: z.enum(["accepted", "rejected", "cancelled"]),
  reason: text(1000).trim().nullish(),
  start_datetime: instant.nullish(),
  duration_minutes: duration.nullish(),
  meeting_link: link.nullish(),
});
export type DecisionInput = z.infer<typeof decisionInput>;

export const scheduleStatus = z.enum(["scheduled", "cancelled", "completed"]);

export const schedule = z.object({
  id,
  user_id: id,
  mentor_id: id,
  start_datetime: time,
  end_datetime: time,
  duration_minutes: z.number(),
  meeting_link: z.string().nullable(),
  title: z.string().nullable(),
  is_trial: z.boolean(),
  status: scheduleStatus,
  cancel_reason: z.string().nullable(),
  created_at: time,
  updated_at: time.nullable(),
});
export type Schedule = z.infer<typeof schedule>;
