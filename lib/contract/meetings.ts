import { z } from "zod";
import { count, id, instant, link, text, time, version, words } from "./fields.ts";
import { cursor } from "./pages.ts";
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
  version,
};

/** A request as the expert (`received`) or the requester (`sent`) sees it. */
export const request = z.discriminatedUnion("type", [
  z.object({ ...requestFields, requester: person, type: z.literal("received") }),
  z.object({ ...requestFields, expert: person, type: z.literal("sent") }),
]);
export type Request = z.infer<typeof request>;
export type ReceivedRequest = Extract<Request, { type: "received" }>;
export type SentRequest = Extract<Request, { type: "sent" }>;

/** What a list of requests is narrowed to; `decided` is any status but `pending`. */
export const requestFilter = z.enum([...requestStatus.options, "decided"]);
export type RequestFilter = z.infer<typeof requestFilter>;

export const requestsQuery = z.object({
  status: requestFilter.optional(),
  limit: count(1, 500, 100),
  offset: count(0, 1_000_000, 0),
  before: cursor.optional(),
});
export type RequestsQuery = z.infer<typeof requestsQuery>;

/** How many requests somebody has, by their status. */
export const requestCounts = z.object({
  counts: z.object({
    pending: z.int(),
    accepted: z.int(),
    rejected: z.int(),
    cancelled: z.int(),
  }),
});
export type RequestCounts = z.infer<typeof requestCounts>["counts"];

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
export type ScheduleStatus = z.infer<typeof scheduleStatus>;

/** A meeting; `sequence` grows with every change that a calendar would show. */
export const schedule = z.object({
  id,
  user_id: id,
  mentor_id: id,
  user: person,
  mentor: person,
  start_datetime: time,
  end_datetime: time,
  duration_minutes: z.number(),
  meeting_link: z.string().nullable(),
  title: z.string().nullable(),
  is_trial: z.boolean(),
  status: scheduleStatus,
  cancel_reason: z.string().nullable(),
  sequence: z.int(),
  created_at: time,
  updated_at: time.nullable(),
  version,
});
export type Schedule = z.infer<typeof schedule>;

export const scheduleInput = z.object({
  user_id: id,
  mentor_id: id,
  start_datetime: instant,
  end_datetime: instant.nullish(),
  duration_minutes: duration.nullish(),
  meeting_link: link.nullish(),
  title: text(255).trim().nullish(),
});
export type ScheduleInput = z.infer<typeof scheduleInput>;

/** Without an end or a duration the meeting stays as long as it was; without a link it keeps it. */
export const rescheduleInput = scheduleInput.pick({
  start_datetime: true,
  end_datetime: true,
  duration_minutes: true,
  meeting_link: true,
});
export type RescheduleInput = z.infer<typeof rescheduleInput>;

/**
 * `from` and `to` choose the meetings that overlap the time between them. The answer has no total, so
 * the limit is beyond what one person has.
 */
export const schedulesQuery = z.object({
  from: instant.optional(),
  to: instant.optional(),
  status: scheduleStatus.optional(),
  limit: count(1, 10_000, 10_000),
  offset: count(0, 1_000_000, 0),
  after: cursor.optional(),
}).refine(({ from, to }) => !from || !to || Date.parse(from) < Date.parse(to), {
  path: ["to"],
  message: "must be after from",
});
export type SchedulesQuery = z.infer<typeof schedulesQuery>;

export const scheduleAnswer = z.object({ schedule });
export const schedulesAnswer = z.object({ schedules: z.array(schedule) });

/** A meeting of somebody, with the person on the other side. */
export const upcomingMeeting = schedule.extend({ other: person });
export type UpcomingMeeting = z.infer<typeof upcomingMeeting>;

export const upcomingQuery = z.object({ limit: count(1, 100, 50) });
export type UpcomingQuery = z.infer<typeof upcomingQuery>;

export const upcomingAnswer = z.object({ meetings: z.array(upcomingMeeting) });
