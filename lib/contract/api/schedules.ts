import {
  rescheduleInput,
  scheduleAnswer,
  scheduleInput,
  schedulesAnswer,
  schedulesQuery,
} from "../meetings.ts";
import { type Endpoint, NEXT_PAGE } from "./endpoint.ts";
import * as examples from "./examples.ts";

const { schedule } = examples;
const trial = {
  ...schedule,
  end_datetime: "2099-01-15T10:30:00.000Z",
  duration_minutes: 30,
  is_trial: true,
};
const planned = {
  user_id: examples.patient.id,
  mentor_id: examples.researcher.id,
  start_datetime: "2099-01-15T10:00:00Z",
  meeting_link: "https://meet.google.com/abc-def-ghi",
};
const choice = "Soonest first. `from` and `to` choose those that are under way between the two. " +
  NEXT_PAGE;

export const scheduleEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/api/schedule",
    tag: "Schedules",
    summary: "List your meetings",
    description: choice,
    query: schedulesQuery,
    answers: {
      200: { means: "The meetings", schema: schedulesAnswer, example: { schedules: [schedule] } },
    },
  },
  {
    method: "POST",
    path: "/api/schedule",
    tag: "Schedules",
    summary: "Schedule a meeting",
    description:
      "Between a patient (`user_id`) and a researcher (`mentor_id`). The caller is one of " +
      "the two and has a relation with the other (an accepted request, or a meeting in any status; " +
      "a researcher from the request on), or is a service. At most 100 a day for the same two " +
      "people. It lasts until `end_datetime`, or `duration_minutes`, or an " +
      "hour. Both are notified.",
    body: scheduleInput,
    example: { ...planned, duration_minutes: 60 },
    answers: { 201: { means: "The meeting", schema: scheduleAnswer, example: { schedule } } },
    errors: ["not_found", "double_booking"],
  },
  {
    method: "GET",
    path: "/api/trial_schedule",
    tag: "Schedules",
    summary: "List your trial meetings",
    description: choice,
    query: schedulesQuery,
    answers: {
      200: {
        means: "The trial meetings",
        schema: schedulesAnswer,
        example: { schedules: [trial] },
      },
    },
  },
  {
    method: "POST",
    path: "/api/trial_schedule",
    tag: "Schedules",
    summary: "Schedule a trial meeting",
    description: "As `/api/schedule`, for half an hour by default. A patient and a researcher " +
      "have one trial meeting, cancelled ones aside.",
    body: scheduleInput,
    example: planned,
    answers: {
      201: { means: "The meeting", schema: scheduleAnswer, example: { schedule: trial } },
    },
    errors: ["not_found", "double_booking", "trial_used"],
  },
  {
    method: "PUT",
    path: "/api/schedule/{id}",
    tag: "Schedules",
    summary: "Move a meeting",
    description:
      "Without an end or a duration it stays as long as it was; without a link it keeps " +
      "its link. Both are notified of a new time.",
    body: rescheduleInput,
    example: { start_datetime: "2099-01-16T10:00:00Z", duration_minutes: 45 },
    answers: {
      200: {
        means: "The meeting",
        schema: scheduleAnswer,
        example: {
          schedule: {
            ...schedule,
            start_datetime: "2099-01-16T10:00:00.000Z",
            end_datetime: "2099-01-16T10:45:00.000Z",
            duration_minutes: 45,
            sequence: 1,
            updated_at: "2099-01-12T09:00:00.000Z",
          },
        },
      },
    },
    errors: ["conflict", "double_booking"],
  },
];
