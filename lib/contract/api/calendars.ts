import { z } from "zod";
import { calendarFeedAnswer, newCalendarFeedAnswer } from "../calendar.ts";
import type { Endpoint } from "./endpoint.ts";

const feed = {
  url: "https://liaison.example.org/calendar/" +
    "1f8a6c3e9b2d4f70a5c8e1d3b6f90247c4e7a1d8b5f2093e6c9a4d7b0e3f5812.ics",
  created_at: "2099-01-10T09:00:00.000Z",
};

const entry = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "PRODID:-//Liaison//Meetings//EN",
  "BEGIN:VEVENT",
  "UID:5b1c2a86-9f0e-4c47-8d7b-2f6f0f3e1a90",
  "SEQUENCE:0",
  "DTSTAMP:20990110T090000Z",
  "DTSTART:20990115T100000Z",
  "DTEND:20990115T110000Z",
  "SUMMARY:Meeting with John Doe",
  "URL;VALUE=URI:https://liaison.example.org/meetings/789",
  "STATUS:CONFIRMED",
  "END:VEVENT",
  "END:VCALENDAR",
].join("\r\n");

export const calendarEndpoints: Endpoint[] = [
  {
    method: "GET",
    path: "/api/schedule/{id}/calendar",
    tag: "Calendars",
    summary: "Get a meeting as a calendar file",
    description: "iCalendar (RFC 5545), with the other person's name. It keeps its UID, " +
      "and its SEQUENCE grows with every change, so that calendars that have it take the newest.",
    answers: {
      200: {
        means: "The meeting",
        schema: z.string(),
        type: "text/calendar",
        example: entry,
      },
    },
  },
  {
    method: "GET",
    path: "/api/calendar-feed",
    tag: "Calendars",
    summary: "Get the address of your calendar feed",
    description:
      "Calendar apps read your meetings from this address without a sign-in, and so can " +
      "everybody who has it. It answers If-None-Match.",
    answers: {
      200: {
        means: "The feed, null if there is none",
        schema: calendarFeedAnswer,
        example: { feed },
      },
    },
  },
  {
    method: "POST",
    path: "/api/calendar-feed",
    tag: "Calendars",
    summary: "Make a calendar feed",
    description: "If there is one already, its address no longer works.",
    answers: {
      201: { means: "The new feed", schema: newCalendarFeedAnswer, example: { feed } },
    },
  },
  {
    method: "DELETE",
    path: "/api/calendar-feed",
    tag: "Calendars",
    summary: "Remove your calendar feed",
    answers: { 204: { means: "There is none" } },
  },
];
