import { z } from "zod";
import { decisionInput, request, requestCounts, requestInput, requestsQuery } from "../meetings.ts";
import { type Endpoint, NEXT_PAGE } from "./endpoint.ts";
import * as examples from "./examples.ts";

export const requestEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/api/meetings/",
    tag: "Meeting requests",
    summary: "List your requests",
    description: "Those that a patient sent, or that a researcher received; newest first. " +
      NEXT_PAGE,
    query: requestsQuery,
    answers: {
      200: {
        means: "The requests",
        schema: z.array(request),
        example: [examples.request],
      },
    },
  },
  {
    method: "GET",
    path: "/api/meetings/counts",
    tag: "Meeting requests",
    summary: "Count your requests",
    answers: {
      200: {
        means: "How many there are of each status",
        schema: requestCounts,
        example: { counts: { pending: 1, accepted: 3, rejected: 0, cancelled: 0 } },
      },
    },
  },
  {
    method: "POST",
    path: "/api/meetings/",
    tag: "Meeting requests",
    summary: "Ask for a meeting",
    description: "Patients ask researchers. The message ends with the preferred time, in the " +
      "patient's time zone, and the meeting type, where these are given. The researcher is " +
      "notified. At most three a week to the same researcher.",
    body: requestInput,
    example: {
      expert_id: examples.researcher.id,
      message: "Hi, I would like to discuss treatment options",
      preferred_datetime: "2099-01-15T10:00:00Z",
      meeting_type: "video_call",
    },
    answers: { 201: { means: "The request", schema: request, example: examples.request } },
    errors: ["not_found", "already_pending"],
  },
  {
    method: "PUT",
    path: "/api/meetings/{id}/status",
    tag: "Meeting requests",
    summary: "Decide a request",
    description: "The researcher accepts or rejects it, the patient may cancel it. Accepted with " +
      "a time (the one given here, or else the preferred one while that is ahead) it becomes a " +
      "schedule as well. The other side is notified.",
    body: decisionInput,
    example: {
      status: "accepted",
      start_datetime: "2099-01-15T10:00:00Z",
      duration_minutes: 60,
      meeting_link: "https://meet.google.com/abc-def-ghi",
    },
    answers: { 200: { means: "The request", schema: request, example: examples.accepted } },
    errors: ["not_pending", "double_booking"],
  },
];
